import { Type, type Static } from 'typebox'
import { closed, Id, Line, orNull } from '../platform/schema.ts'

export const Day = Type.String({ format: 'date', pattern: '^(19|20)[0-9]{2}-' })
export const ClockTime = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })
export const SourceCode = Type.String({ pattern: '^[a-z0-9-]{1,30}$' })
export const Count = Type.Integer({ minimum: 0 })
const Name = Line(60)
export const Version = Type.String({ pattern: '^[A-Za-z0-9._-]{1,40}$' })

export const DriveParams = Type.Object({ driveId: Id })
export const BoothParams = Type.Object({ boothId: Id })
export const DayQuery = Type.Object({ day: Type.Optional(Day) })
export const LanguageQuery = Type.Object({
  language: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')], { default: 'zh-CN' }),
})

export const DriveDay = Type.Object({ day: Day, opensAt: ClockTime, closesAt: ClockTime }, closed)
export const Source = Type.Object({ code: SourceCode, nameZh: Name, nameEn: Name }, closed)
/** The reader on the booth's table: whose taps and swipes are shown on this booth's page. */
export const BoothReader = Type.Object(
  {
    stationId: orNull(Id),
    readerName: orNull(Line(200)),
    stripeName: orNull(Line(200)),
  },
  closed,
)
export const NewBooth = Type.Object({ name: Name, placeId: Id, reader: Type.Optional(BoothReader) }, closed)

export const NewDrive = Type.Object(
  {
    name: Name,
    programmeId: Id,
    consentVersion: Version,
    /** enrolments hoped for over all days */
    target: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    days: Type.Array(DriveDay, { minItems: 1, maxItems: 31 }),
    sources: Type.Array(Source, { minItems: 1, maxItems: 30 }),
    giftIds: Type.Array(Id, { maxItems: 20, uniqueItems: true }),
    booths: Type.Array(NewBooth, { minItems: 1, maxItems: 50 }),
    /** people of the staff who may work at its booths */
    team: Type.Array(Id, { maxItems: 200, uniqueItems: true }),
  },
  closed,
)

export const Booth = Type.Object({
  id: Id,
  driveId: Id,
  name: Type.String(),
  placeId: Id,
  placeName: Type.String(),
  reader: BoothReader,
})
export type Booth = Static<typeof Booth>
export const DriveGift = Type.Object({
  giftId: Id,
  nameZh: Type.String(),
  nameEn: Type.String(),
  picture: Type.String(),
})
export const TeamMember = Type.Object({ staffId: Id, displayName: Type.String() })

export const Drive = Type.Object({
  id: Id,
  name: Type.String(),
  programmeId: Id,
  consentVersion: Type.String(),
  target: Type.Integer(),
  /** code of the design that its cards are planned with; null: any */
  cardDesign: orNull(Type.String()),
  /** people enrolled so far, new and known */
  enrolled: Count,
  days: Type.Array(DriveDay),
  sources: Type.Array(Source),
  gifts: Type.Array(DriveGift),
  booths: Type.Array(Booth),
  team: Type.Array(TeamMember),
})
export type Drive = Static<typeof Drive>
/** Latest first day first. */
export const Drives = Type.Object({ drives: Type.Array(Drive) })
export const DriveId = Type.Object({ driveId: Id })

export const NewTeamMember = Type.Object({ staffId: Id }, closed)
export const BoothId = Type.Object({ boothId: Id })
