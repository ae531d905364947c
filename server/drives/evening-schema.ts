import { Type, type Static } from 'typebox'
import { closed, Id, Line, orNull } from '../platform/schema.ts'
import { Count, Day, TeamMember } from './schema.ts'

const Moment = Type.String({ format: 'date-time' })

export const CountParams = Type.Object({ countId: Id })

/** `cards`, or a gift's id. */
const Item = Type.Union([Type.Literal('cards'), Id])

/** Why a count differs from the books. */
export const CountWhy = Type.Enum([
  'lost',
  'broken',
  'given-unbooked',
  'wrong-delivery',
  'miscounted',
  'other',
])
export type CountWhy = Static<typeof CountWhy>

/** What to count; it keeps silent on what is expected, so that people count and do not copy. */
export const CountSheet = Type.Object({
  boothId: Id,
  boothName: Type.String(),
  day: Day,
  items: Type.Array(Type.Object({ item: Item, nameZh: Type.String(), nameEn: Type.String() })),
  openShifts: Count,
  /** the count of this day, when it is done */
  countId: orNull(Id),
})

export const NewCount = Type.Object(
  {
    day: Day,
    lines: Type.Array(
      Type.Object(
        {
          item: Item,
          counted: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
          /** asked for where the count differs from what is expected */
          reason: Type.Optional(Line(200)),
          /** does instead of a reason in words; `other` asks for words */
          why: Type.Optional(CountWhy),
        },
        closed,
      ),
      { minItems: 1, maxItems: 30 },
    ),
  },
  closed,
)
export type NewCount = Static<typeof NewCount>

const CountLine = Type.Object({
  item: Item,
  nameZh: Type.String(),
  nameEn: Type.String(),
  expected: Type.Integer(),
  counted: Count,
  /** counted − expected */
  variance: Type.Integer(),
  reason: Type.String(),
  why: orNull(CountWhy),
  /** pieces that had left before it was counted and came into the books after it: they explain as much of the variance */
  late: Type.Integer(),
})
export const BoothCount = Type.Object({
  countId: Id,
  boothId: Id,
  boothName: Type.String(),
  driveName: Type.String(),
  day: Day,
  lines: Type.Array(CountLine),
  countedBy: TeamMember,
  countedAt: Moment,
  signedBy: orNull(TeamMember),
  signedAt: orNull(Moment),
  /** PDF; add ?language=en for English */
  reportUrl: Type.String(),
})
export type BoothCount = Static<typeof BoothCount>
export const CountId = Type.Object({ countId: Id })
