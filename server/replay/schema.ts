import { Type, type Static } from 'typebox'
import { closed, Id, Moment, orNull } from '../platform/schema.ts'

/** A calendar day in the shop's zone. */
const Day = Type.String({ format: 'date' })
const Count = Type.Integer({ minimum: 1, maximum: 1_000_000 })

export const ProgrammeParams = Type.Object({ id: Id })
export const ReplayParams = Type.Object({ replayId: Id })

/** Both days are part of it; `number` and `revision` name the draft that was looked at. */
export const NewReplay = Type.Object({ number: Count, revision: Count, from: Day, until: Day }, closed)
export type NewReplay = Static<typeof NewReplay>

const SUMS = {
  purchases: Type.Integer(),
  /** what was paid for them, before anything came back */
  salesFen: Type.Integer(),
  /** tag prices less what was paid */
  discountFen: Type.Integer(),
  /** paid back for returned goods */
  refundFen: Type.Integer(),
  /** for purchases, before anything came back */
  points: Type.Integer(),
}
const Sums = Type.Object(SUMS)
export type Sums = Static<typeof Sums>

/** Members by their level at the period's beginning, or at joining, and at its end. */
const Flow = Type.Object({ from: Type.String(), to: Type.String(), members: Type.Integer() })
export type Flow = Static<typeof Flow>

/** opening + purchases + welcome + given − takenBack − taken − redeemed − expired = pending + spendable − owed */
const PointsSums = Type.Object({
  opening: Type.Integer(),
  purchases: Type.Integer(),
  welcome: Type.Integer(),
  /** for other reasons: birthdays, activities, corrections upwards */
  given: Type.Integer(),
  /** with returned goods */
  takenBack: Type.Integer(),
  /** by corrections */
  taken: Type.Integer(),
  redeemed: Type.Integer(),
  /** redeemed in fact, where these rules would not have given enough */
  unredeemable: Type.Integer(),
  expired: Type.Integer(),
  pending: Type.Integer(),
  spendable: Type.Integer(),
  owed: Type.Integer(),
})

/** What becomes of the period under one set of rules. */
export const Side = Type.Object({
  total: Sums,
  points: PointsSums,
  months: Type.Array(Type.Object({ month: Type.String(), ...SUMS })),
  /** by the level at which each sale was priced */
  levels: Type.Array(Type.Object({ level: Type.String(), ...SUMS })),
  flows: Type.Array(Flow),
})
export type Side = Static<typeof Side>

const LevelName = Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() })
export type LevelName = Static<typeof LevelName>

export const Result = Type.Object({
  /** who was gone through */
  members: Type.Integer(),
  /** as it was recorded when it happened */
  recorded: Sums,
  today: Side,
  draft: Side,
  /** of both sets of rules, lowest first */
  levels: Type.Array(LevelName),
  /** members whose level at the end is higher or lower under the draft than under today's rules */
  up: Type.Integer(),
  down: Type.Integer(),
  /** how many of them are listed */
  listed: Type.Integer(),
})
export type Result = Static<typeof Result>

const ReplayState = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('running'),
  Type.Literal('done'),
  Type.Literal('failed'),
  Type.Literal('cancelled'),
])
export type ReplayState = Static<typeof ReplayState>

export const ReplaySummary = Type.Object({
  id: Id,
  programmeId: Id,
  draftNumber: Type.Integer(),
  draftRevision: Type.Integer(),
  /** the version that it is compared with */
  todayVersion: Type.Integer(),
  from: Day,
  until: Day,
  state: ReplayState,
  /** running, but its server has not been heard of for a while: another one begins anew */
  isSilent: Type.Boolean(),
  /** members gone through */
  done: Type.Integer(),
  total: Type.Integer(),
  askedBy: Type.String(),
  askedAt: Moment,
  endedAt: orNull(Moment),
})
export type ReplaySummary = Static<typeof ReplaySummary>

/** Newest first. */
export const Replays = Type.Object({ replays: Type.Array(ReplaySummary) })
export const Replay = Type.Object({ ...ReplaySummary.properties, result: orNull(Result) })
export type Replay = Static<typeof Replay>
export const ReplayId = Type.Object({ id: Id })

export const MembersQuery = Type.Object({
  direction: Type.Union([Type.Literal('up'), Type.Literal('down')]),
  /** the position after which to go on */
  after: Type.Integer({ minimum: 0, maximum: 1_000_000_000, default: 0 }),
})
export const MovedMember = Type.Object({
  position: Type.Integer(),
  memberId: Id,
  /** of the newest card; null of whoever has none */
  cardNumber: orNull(Type.String()),
  from: Type.String(),
  today: Type.String(),
  draft: Type.String(),
  todayPoints: Type.Integer(),
  draftPoints: Type.Integer(),
})
export type MovedMember = Static<typeof MovedMember>
/** `next` is null after the last. */
export const MovedMembers = Type.Object({
  members: Type.Array(MovedMember),
  next: orNull(Type.Integer()),
})
export type MovedMembers = Static<typeof MovedMembers>

export const FileQuery = Type.Object({
  language: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')], { default: 'zh-CN' }),
})
