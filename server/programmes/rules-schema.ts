import { Type, type Static } from 'typebox'
import { closed, Id, orNull, Points } from '../platform/schema.ts'
import { Earn, Expiry, Redemption } from './points-rules-schema.ts'
import { Category, Code, Count, Day, Money, Months, Named, PerMille } from './rule-parts-schema.ts'

/** What a programme's rules are made of; amounts in fen, rates in per mille. */

// ── Levels ──────────────────────────────────────────────────────────────────────────────────────

/** What a member must show over some months; 0 asks for nothing, null lets complaints pass. */
const STANDING = {
  spendFen: Type.Integer({ minimum: 0, maximum: 100_000_000_000 }),
  purchases: Count,
  /** months with a purchase in them */
  activeMonths: Type.Integer({ minimum: 0, maximum: 120 }),
  maxComplaints: orNull(Count),
}
export const Standing = Type.Object(STANDING, closed)
export type Standing = Static<typeof Standing>

/** How a level is reached; any one way suffices. Thresholds are inclusive. */
export const LevelWay = Type.Union([
  Type.Object({ kind: Type.Literal('joining') }, closed),
  /** all that was paid within so many months, or ever */
  Type.Object({ kind: Type.Literal('spend'), fen: Money, months: orNull(Months) }, closed),
  Type.Object({ kind: Type.Literal('single-purchase'), fen: Money }, closed),
  /** spend and frequency and loyalty together, looked at by the nightly review */
  Type.Object({ kind: Type.Literal('merit'), months: Months, ...STANDING }, closed),
  Type.Object({ kind: Type.Literal('invitation') }, closed),
])
export type LevelWay = Static<typeof LevelWay>

const Benefit = Type.Object(
  {
    kind: Type.Union([
      Type.Literal('free-delivery'),
      Type.Literal('exclusive-gift'),
      Type.Literal('first-try'),
      Type.Literal('own-service-person'),
      Type.Literal('members-day'),
      Type.Literal('other'),
    ]),
    ...Named,
    /** how often a year; null: as often as it comes up */
    perYear: orNull(Type.Integer({ minimum: 1, maximum: 366 })),
  },
  closed,
)

export const Level = Type.Object(
  {
    /** what cards, designs and members name it by */
    code: Code,
    ...Named,
    /** what is paid of a regular price: 880 = 88 % = 8.8 折 */
    ratePerMille: PerMille,
    ways: Type.Array(LevelWay, { minItems: 1, maxItems: 5 }),
    /** what a review asks of whoever has it; null: it is kept for good */
    keep: orNull(Standing),
    benefits: Type.Array(Benefit, { maxItems: 20 }),
  },
  closed,
)
export type Level = Static<typeof Level>

/** Whoever misses what their level asks for has so many days more; then they fall one level, or to what they still show. */
const Review = Type.Object(
  {
    months: Months,
    graceDays: Type.Integer({ minimum: 0, maximum: 366 }),
    downgrade: Type.Union([Type.Literal('one-step'), Type.Literal('by-balance')]),
  },
  closed,
)

// ── Sales ───────────────────────────────────────────────────────────────────────────────────────

/** What tills may send. */
const Sales = Type.Object(
  {
    /**
     * so many calendar days after it was made a sale may still arrive from a till, as from one that was offline; by the
     * version of its own moment, so that no later one opens the past. The office's imports are not bound by it, and what
     * was taken counts in replays, whatever their draft says of lateness
     */
    lateDays: Type.Integer({ minimum: 1, maximum: 366 }),
  },
  closed,
)

// ── Prices ──────────────────────────────────────────────────────────────────────────────────────

const PERIOD = { from: orNull(Day), until: orNull(Day) }

export const Promotion = Type.Object(
  {
    ...Named,
    /** empty: every category */
    categories: Type.Array(Category, { maxItems: 50 }),
    ...PERIOD,
    offer: Type.Union([
      Type.Object({ kind: Type.Literal('percent'), ratePerMille: PerMille }, closed),
      /** `offFen` off each full `everyFen` of the tag prices, or off the first only */
      Type.Object(
        { kind: Type.Literal('amount'), everyFen: Money, offFen: Money, repeats: Type.Boolean() },
        closed,
      ),
      /** of each `pieces` pieces only `paid` are paid: the cheapest are free */
      Type.Object(
        {
          kind: Type.Literal('n-for-m'),
          pieces: Type.Integer({ minimum: 2, maximum: 99 }),
          paid: Type.Integer({ minimum: 1, maximum: 98 }),
        },
        closed,
      ),
    ]),
  },
  closed,
)
export type Promotion = Static<typeof Promotion>

const MallPromotion = Type.Object(
  {
    ...Promotion.properties,
    /** empty: every counter */
    counterIds: Type.Array(Id, { maxItems: 500 }),
  },
  closed,
)

const Coupon = Type.Object(
  {
    code: Code,
    ...Named,
    ...PERIOD,
    /** from so much on, after every other discount */
    fromFen: Type.Integer({ minimum: 0, maximum: 100_000_000_000 }),
    offer: Type.Union([
      Type.Object({ kind: Type.Literal('percent'), ratePerMille: PerMille }, closed),
      Type.Object({ kind: Type.Literal('amount'), offFen: Money }, closed),
    ]),
  },
  closed,
)
export type Coupon = Static<typeof Coupon>

const Prices = Type.Object(
  {
    /** of the mall, beside what counters agree on for themselves; of all that apply the best one counts */
    promotions: Type.Array(MallPromotion, { maxItems: 100 }),
    coupons: Type.Array(Coupon, { maxItems: 100 }),
    /** no line is sold below so much of its tag price, whatever discounts meet; 0 without a floor */
    floorPerMille: Type.Integer({ minimum: 0, maximum: 1000 }),
    /** how long a quoted price may be taken up */
    quoteMinutes: Type.Integer({ minimum: 1, maximum: 240 }),
  },
  closed,
)

// ── All of them ─────────────────────────────────────────────────────────────────────────────────

export const Preset = Type.Union([
  Type.Literal('mall-two-level'),
  Type.Literal('spend-levels'),
  Type.Literal('merit-levels'),
])

/** The rules of one programme from one moment on. */
export const Rules = Type.Object(
  {
    /** of this shape; what was stored before it is read by `readRules` */
    format: Type.Literal(2),
    preset: Preset,
    /** lowest first */
    levels: Type.Array(Level, { minItems: 1, maxItems: 10 }),
    review: orNull(Review),
    /** joining is free from a first purchase of so much; 0 for everybody */
    joinFromFen: Type.Integer({ minimum: 0, maximum: 100_000_000_000 }),
    earn: Earn,
    sales: Sales,
    welcomePoints: Points,
    /** days until what a purchase earned may be spent: its return window */
    pendingDays: Type.Integer({ minimum: 0, maximum: 366 }),
    expiry: Expiry,
    /** days before points end at which the member is reminded of them; 0 for never */
    remindDays: Type.Integer({ minimum: 0, maximum: 366 }),
    redemption: Redemption,
    /** how long a gift is kept for a member */
    holdMinutes: Type.Integer({ minimum: 1, maximum: 10_080 }),
    prices: Prices,
  },
  closed,
)
export type Rules = Static<typeof Rules>
