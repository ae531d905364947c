import { Type, type Static } from 'typebox'
import { closed, Fen, Id, Line, Moment, orNull } from '../platform/schema.ts'
import { ClockTime, Count, Day, DriveDay, Source, SourceCode, TeamMember, Version } from './schema.ts'

const Role = Type.Enum(['promoter', 'lead'])
const Target = Type.Integer({ minimum: 1, maximum: 1_000_000 })

export const CostKind = Type.Enum(['people', 'media', 'gifts', 'cards', 'rent', 'other'])
export type CostKind = Static<typeof CostKind>

/** Every new member has one gift, while there are any; this says which. */
const GiftRule = Type.Object(
  {
    giftId: Id,
    /** for new members with cards of these levels; null: of all */
    levels: orNull(
      Type.Array(Type.String({ pattern: '^[a-z0-9-]{1,30}$' }), {
        minItems: 1,
        maxItems: 20,
        uniqueItems: true,
      }),
    ),
    /** given at a booth only when this other gift has run out there */
    insteadOf: orNull(Id),
  },
  closed,
)

export const DrivePlan = Type.Object(
  {
    name: Line(60),
    target: Target,
    /** code of the cards' design */
    cardDesign: orNull(Type.String({ pattern: '^[a-z0-9-]{1,40}$' })),
    consentVersion: Version,
    days: Type.Array(DriveDay, { minItems: 1, maxItems: 31 }),
    sources: Type.Array(Source, { minItems: 1, maxItems: 30 }),
    gifts: Type.Array(GiftRule, { maxItems: 20 }),
    team: Type.Array(Type.Object({ staffId: Id, role: Role }, closed), { maxItems: 200 }),
    shifts: Type.Array(
      Type.Object(
        { boothId: Id, day: Day, staffId: Id, role: Role, startsAt: ClockTime, endsAt: ClockTime },
        closed,
      ),
      { maxItems: 2000 },
    ),
    targets: Type.Array(Type.Object({ boothId: Id, day: Day, target: Target }, closed), { maxItems: 1550 }),
    costs: Type.Array(
      Type.Object(
        {
          kind: CostKind,
          name: Line(60),
          fen: Fen,
          /** of media: the source that it pays for, so that sources can be compared */
          sourceCode: orNull(SourceCode),
        },
        closed,
      ),
      { maxItems: 100 },
    ),
  },
  closed,
)
export type DrivePlan = Static<typeof DrivePlan>

/** A drive's plan as it stands, with the number of its version. */
export const PlanNow = Type.Object({ driveId: Id, version: Count, plan: DrivePlan })
export type PlanNow = Static<typeof PlanNow>

export const NewPlan = Type.Object(
  {
    /** the version that was changed; another one is refused */
    seenVersion: Count,
    reason: Line(200),
    plan: DrivePlan,
  },
  closed,
)
export type NewPlan = Static<typeof NewPlan>

/** Latest first; each with the consent text that it had. */
export const PlanHistory = Type.Object({
  versions: Type.Array(
    Type.Object({
      version: Count,
      plan: DrivePlan,
      consent: Type.Object({ zh: Type.String(), en: Type.String() }),
      reason: Type.String(),
      changedBy: orNull(TeamMember),
      changedAt: Moment,
    }),
  ),
})
export type PlanHistory = Static<typeof PlanHistory>

export const NewCopy = Type.Object(
  {
    name: Line(60),
    /** the copy's first day; the others come as many days later as before */
    firstDay: Day,
  },
  closed,
)
export type NewCopy = Static<typeof NewCopy>

/** Drives that are not over, the next first. */
export const PlannedCards = Type.Object({
  drives: Type.Array(
    Type.Object({
      driveId: Id,
      name: Type.String(),
      programmeId: Id,
      /** code of the cards' design; null: any */
      cardDesign: orNull(Type.String()),
      target: Count,
      firstDay: Day,
    }),
  ),
})
export type PlannedCards = Static<typeof PlannedCards>
