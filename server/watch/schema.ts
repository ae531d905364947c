import { Type, type Static } from 'typebox'
import { closed, Id, Line, Moment, orNull, Sentence } from '../platform/schema.ts'

export const WATCH_CODES = [
  'member-purchases-hour',
  'member-purchases-day',
  'member-points-day',
  'member-counters',
  'member-same-amount',
  'member-returns',
  'member-owed',
  'member-vouchers',
  'till-same-card',
  'till-one-member',
  'till-returns',
  'till-just-under',
  'till-vouchers',
  'counter-points',
  'gift-redemptions',
  'gift-one-person',
] as const
export type WatchCode = (typeof WATCH_CODES)[number]
const WatchCode = Type.Unsafe<WatchCode>(Type.String({ enum: [...WATCH_CODES] }))

const MOST_MINUTES = 60 * 24 * 60

export const WatchSetting = Type.Object(
  {
    isOn: Type.Boolean(),
    /** keeps the member's points, or redemptions at the till or of the gift, until somebody has looked */
    freezes: Type.Boolean(),
    /** speaks from here on: a number, points, per cent, or for a watch with a past so many spreads above it */
    limit: Type.Integer({ minimum: 1, maximum: 999_999_999 }),
    /** how long a time is looked at together */
    windowMinutes: Type.Integer({ minimum: 1, maximum: MOST_MINUTES }),
    /** of shares and comparisons: fewer than so many say nothing */
    least: Type.Integer({ minimum: 0, maximum: 100_000 }),
    /** of sales just under a limit: the limit, and how near to it they are in per cent; else 0 */
    underFen: Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }),
    underPercent: Type.Integer({ minimum: 0, maximum: 50 }),
  },
  closed,
)
export type WatchSetting = Static<typeof WatchSetting>

const Unit = Type.Union([
  Type.Literal('count'),
  Type.Literal('points'),
  Type.Literal('percent'),
  Type.Literal('spreads'),
])

export const Watch = Type.Object({
  code: WatchCode,
  words: Sentence,
  unit: Unit,
  /** what of the setting it looks at, beside being on, freezing and the limit */
  uses: Type.Object({
    window: Type.Boolean(),
    least: Type.Boolean(),
    under: Type.Boolean(),
    freezing: Type.Boolean(),
  }),
  /** 0 for what the product comes with */
  version: Type.Integer(),
  setting: WatchSetting,
  /** what somebody wants in its place and a second person has not decided yet */
  proposed: orNull(
    Type.Object({
      version: Type.Integer(),
      setting: WatchSetting,
      words: Sentence,
      by: Type.String(),
      /** whether whoever asks is the one who proposed it */
      isMine: Type.Boolean(),
      at: Moment,
      reason: Type.String(),
    }),
  ),
  /** how often it spoke, and what came of it */
  spoke: Type.Integer(),
  waiting: Type.Integer(),
  released: Type.Integer(),
  confirmed: Type.Integer(),
})
export type Watch = Static<typeof Watch>
export const Watches = Type.Object({ watches: Type.Array(Watch), isAlone: Type.Boolean() })

/** Of a watch's settings, as it was seen. */
const Version = Type.Integer({ minimum: 0, maximum: 1_000_000 })

export const WatchParams = Type.Object({ code: WatchCode })

export const SetWatch = Type.Object(
  {
    /** the version that whoever sets it saw */
    version: Version,
    setting: WatchSetting,
    reason: Line(200),
  },
  closed,
)
export type SetWatch = Static<typeof SetWatch>
export const WatchSet = Type.Object({
  version: Type.Integer(),
  state: Type.Union([Type.Literal('in-force'), Type.Literal('proposed')]),
})
export type WatchSet = Static<typeof WatchSet>

export const DecideWatch = Type.Object(
  {
    version: Version,
    approves: Type.Boolean(),
    /** where the shop has a single person who approves what they proposed */
    aloneReason: Type.Optional(Line(200)),
  },
  closed,
)
export type DecideWatch = Static<typeof DecideWatch>
export const WatchDecided = Type.Object({ version: Type.Integer(), state: Type.String() })

export const TryWatch = Type.Object(
  { weeks: Type.Integer({ minimum: 1, maximum: 8 }), setting: WatchSetting },
  closed,
)
export type TryWatch = Static<typeof TryWatch>

const Named = Type.Object({ id: Id, name: Sentence })
export type Named = Static<typeof Named>

/** What an alert or its evidence is about: a member, a till and who sat there, a counter, a gift and who handed it out, a partner. */
export const Subject = Type.Object({
  memberId: orNull(Id),
  till: orNull(Named),
  cashier: orNull(Type.String()),
  counter: orNull(Named),
  gift: orNull(Named),
  person: orNull(Named),
  partner: orNull(Named),
})
export type Subject = Static<typeof Subject>

const Tried = Type.Object({ alerts: Type.Integer(), subjects: Type.Integer() })
/** What a watch would have said in the weeks past with the setting that holds, and with another. */
export const WatchTrial = Type.Object({
  from: Moment,
  inForce: Tried,
  tried: Tried,
  /** of the other setting, the highest first */
  highest: Type.Array(
    Type.Object({ subject: Subject, figure: Type.Integer(), usual: orNull(Type.Integer()), at: Moment }),
  ),
})
export type WatchTrial = Static<typeof WatchTrial>

const Evidence = Type.Object({
  kind: Type.Union([
    Type.Literal('purchase'),
    Type.Literal('return'),
    Type.Literal('held'),
    Type.Literal('settled'),
    Type.Literal('voucher'),
    Type.Literal('partner-earn'),
  ]),
  at: Moment,
  subject: Subject,
  fen: Type.Integer(),
  points: Type.Integer(),
  owed: Type.Integer(),
})

export const AlertState = Type.Union([
  Type.Literal('open'),
  Type.Literal('looked-into'),
  Type.Literal('released'),
  Type.Literal('confirmed'),
])
export type AlertState = Static<typeof AlertState>

const Step = Type.Object({
  step: Type.Union([
    Type.Literal('looked-into'),
    Type.Literal('released'),
    Type.Literal('confirmed'),
    Type.Literal('lifted'),
  ]),
  note: Type.String(),
  by: Type.String(),
  at: Moment,
})

export const WatchAlert = Type.Object({
  id: Id,
  watch: WatchCode,
  /** what it says, with its figures */
  words: Sentence,
  subject: Subject,
  /** grows with the evidence; whoever decides names what they saw */
  revision: Type.Integer(),
  state: AlertState,
  figure: Type.Integer(),
  limit: Type.Integer(),
  usual: orNull(Type.Integer()),
  firstAt: Moment,
  lastAt: Moment,
  raisedAt: Moment,
  isFrozen: Type.Boolean(),
  /** nobody decides about themself */
  concernsMe: Type.Boolean(),
  /** the latest rows of the evidence, and how many there are */
  evidence: Type.Array(Evidence),
  evidenceCount: Type.Integer(),
  steps: Type.Array(Step),
})
export type WatchAlert = Static<typeof WatchAlert>
export const WatchAlerts = Type.Object({ alerts: Type.Array(WatchAlert) })

export const AlertParams = Type.Object({ id: Id })
export const LookInto = Type.Object({ revision: Type.Integer({ minimum: 1 }), note: Line(500) }, closed)
export type LookInto = Static<typeof LookInto>
export const DecideAlert = Type.Object(
  {
    revision: Type.Integer({ minimum: 1 }),
    outcome: Type.Union([Type.Literal('released'), Type.Literal('confirmed')]),
    note: Line(500),
  },
  closed,
)
export type DecideAlert = Static<typeof DecideAlert>
export const LiftFreeze = Type.Object({ note: Line(500) }, closed)
export const AlertAfter = Type.Object({ id: Id, state: AlertState, isFrozen: Type.Boolean() })
export type AlertAfter = Static<typeof AlertAfter>
