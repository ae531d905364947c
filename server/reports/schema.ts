import { Type, type Static } from 'typebox'
import { ChangeKind } from '../levels/schema.ts'
import { closed, Moment, orNull, Points } from '../platform/schema.ts'

export type { ChangeKind }

/** e.g. `2026-05`, by the shop's calendar */
const Month = Type.String({ pattern: '^\\d{4}-\\d\\d$' })
const Count = Type.Integer({ minimum: 0 })

/**
 * What a month began with, what was added and what went, and what was left. All whole numbers;
 * `opening` + all that was given + `correctedUp` − `spent` − `takenBack` − `expired` − `correctedDown` = `closing`
 * = `pending` + `spendable` + `held` − `owed`.
 */
export const Amounts = Type.Object({
  opening: Type.Integer(),
  purchase: Points,
  welcome: Points,
  birthday: Points,
  activity: Points,
  referral: Points,
  sharing: Points,
  /** earned at other brands */
  partner: Points,
  /** brought along from the shop's earlier books */
  imported: Points,
  correctedUp: Points,
  spent: Points,
  takenBack: Points,
  /** below 0 where goods came back whose points had expired before: those count as taken back then */
  expired: Type.Integer(),
  correctedDown: Points,
  closing: Type.Integer(),
  pending: Points,
  spendable: Points,
  held: Points,
  owed: Points,
})
export type Amounts = Static<typeof Amounts>

/** By the time of recording: what arrives late counts in the month in which it arrived. */
export const MonthOfPoints = Type.Object({
  month: Month,
  /** it is over and is changed by nothing any more */
  isClosed: Type.Boolean(),
  points: Amounts,
  /** the same at what points were worth when the month ended, each rounded to the fen; null while nobody has said */
  fen: orNull(Amounts),
  fenPerHundred: orNull(Type.Integer()),
})
export type MonthOfPoints = Static<typeof MonthOfPoints>

/** Points that expire if nobody spends them before; a month of null: after the next twelve, or never. */
const Expiring = Type.Object({
  months: Type.Array(Type.Object({ month: Month, points: Points, fen: orNull(Points) })),
  later: Points,
  never: Points,
})
export type Expiring = Static<typeof Expiring>

/**
 * What became of the points that were earned in a month: `granted` = `spent` + `expired` + `takenBack` + `corrected` +
 * `paidOwed` + `left`. `left` is what members have of them, held for gifts or not.
 */
export const EarnedMonth = Type.Object({
  month: Month,
  /** whole months since, at the end of the last closed one; −1 of a month that is not over */
  age: Type.Integer(),
  granted: Points,
  spent: Points,
  expired: Type.Integer(),
  takenBack: Points,
  corrected: Points,
  /** what members owed was paid from them */
  paidOwed: Points,
  left: Points,
  /** of those that were to be used, how many will never be; an estimate, null where the past says too little */
  unusedEstimate: orNull(Points),
})
export type EarnedMonth = Static<typeof EarnedMonth>

/** `buying`: who bought in the month of joining, in the next, and so on; the last one may not be over. */
export const JoinedMonth = Type.Object({
  month: Month,
  members: Count,
  buying: Type.Array(Count),
  earned: Points,
  redeemed: Points,
})
export type JoinedMonth = Static<typeof JoinedMonth>

const LevelFlow = Type.Object({
  month: Month,
  from: Type.String(),
  to: Type.String(),
  kind: ChangeKind,
  changes: Count,
})

const Worth = Type.Object({
  version: Type.Integer({ minimum: 1 }),
  fenPerHundred: Type.Integer(),
  setBy: Type.String(),
  setAt: Moment,
})

export const Report = Type.Object({
  madeAt: Moment,
  /** whether all months together come to what members have in their accounts at this moment */
  addsUp: Type.Boolean(),
  /** oldest first; the last one is under way */
  months: Type.Array(MonthOfPoints),
  expiring: Expiring,
  /** oldest first */
  earned: Type.Array(EarnedMonth),
  joined: Type.Array(JoinedMonth),
  levels: Type.Array(Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() })),
  levelFlows: Type.Array(LevelFlow),
  firstRedemptions: Type.Object({
    members: Count,
    /** half of them had redeemed by then; null of nobody */
    medianDays: orNull(Count),
    /** `until` is included; null: no end */
    spans: Type.Array(Type.Object({ from: Count, until: orNull(Count), members: Count })),
  }),
  worth: orNull(Worth),
})
export type Report = Static<typeof Report>

export const NewWorth = Type.Object(
  {
    /** the version that was seen; 0 of none */
    after: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    fenPerHundred: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  },
  closed,
)
export type NewWorth = Static<typeof NewWorth>
export const WorthSet = Type.Object({ version: Type.Integer() })

export const FileQuery = Type.Object({
  language: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')], { default: 'zh-CN' }),
})
