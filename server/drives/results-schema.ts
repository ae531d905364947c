import { Type, type Static } from 'typebox'
import { Fen, Id, Moment, orNull } from '../platform/schema.ts'
import { CountWhy } from './evening-schema.ts'
import { CostKind } from './plan-schema.ts'
import { Count, Day, LanguageQuery, Source, TeamMember } from './schema.ts'

/** New members who bought within so many days of joining, of those who joined that long ago. */
const Activity = Type.Object({ due: Count, active: Count })
export type Activity = Static<typeof Activity>

const Group = Type.Object({
  /** new and known */
  enrolments: Count,
  newMembers: Count,
  after7: Activity,
  after30: Activity,
})
export type Group = Static<typeof Group>

const Named = Type.Object({ nameZh: Type.String(), nameEn: Type.String() })

export const DriveResults = Type.Object({
  driveId: Id,
  name: Type.String(),
  firstDay: Day,
  lastDay: Day,
  madeAt: Moment,
  target: Count,
  all: Group,
  costs: Type.Array(Type.Object({ kind: CostKind, name: Type.String(), fen: Fen })),
  costFen: Fen,
  /** rounded to the fen; null without a new member */
  costPerMemberFen: orNull(Fen),
  sources: Type.Array(
    Type.Object({
      ...Source.properties,
      ...Group.properties,
      /** of costs that name this source */
      costFen: Fen,
      costPerMemberFen: orNull(Fen),
    }),
  ),
  booths: Type.Array(
    Type.Object({ boothId: Id, name: Type.String(), ...Group.properties, target: orNull(Count) }),
  ),
  people: Type.Array(
    Type.Object({
      ...TeamMember.properties,
      ...Group.properties,
      /** on shift */
      minutes: Count,
      cards: Count,
      /** gifts that were faulty when they came back, or broke in their hands */
      spoiledGifts: Count,
    }),
  ),
  spoilage: Type.Object({
    /** cards spoiled at the drive's places on its days */
    cards: Count,
    gifts: Type.Array(Type.Object({ giftId: Id, ...Named.properties, pieces: Count })),
  }),
  variance: Type.Object({
    /** by the latest signed count of each booth, against the books and what came into them late */
    items: Type.Array(Type.Object({ item: Type.String(), ...Named.properties, variance: Type.Integer() })),
    /** every difference as it was explained; `why` is null where only words were given */
    told: Type.Array(
      Type.Object({
        day: Day,
        boothName: Type.String(),
        ...Named.properties,
        variance: Type.Integer(),
        why: orNull(CountWhy),
        reason: Type.String(),
        isSigned: Type.Boolean(),
      }),
    ),
    /** counts that nobody has signed yet */
    unsigned: Count,
  }),
})
export type DriveResults = Static<typeof DriveResults>

export const ResultsQuery = LanguageQuery
