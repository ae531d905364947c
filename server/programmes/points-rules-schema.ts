import { Type, type Static } from 'typebox'
import { closed, Id, orNull, Points } from '../platform/schema.ts'
import { Category, Code, Day, Money, Months, Named } from './rule-parts-schema.ts'

/** How points are earned, how long they live and how they are spent. */

/** Of the usual points: 2000 is double, 0 is none. */
const PointsRate = Type.Integer({ minimum: 0, maximum: 10_000 })

const DayRule = Type.Object(
  {
    ...Named,
    when: Type.Union([
      Type.Object({ kind: Type.Literal('dates'), from: Day, until: Day }, closed),
      /** 1 is Monday, 7 is Sunday */
      Type.Object(
        { kind: Type.Literal('weekday'), weekday: Type.Integer({ minimum: 1, maximum: 7 }) },
        closed,
      ),
      Type.Object(
        { kind: Type.Literal('day-of-month'), day: Type.Integer({ minimum: 1, maximum: 31 }) },
        closed,
      ),
    ]),
    perMille: PointsRate,
  },
  closed,
)
export type DayRule = Static<typeof DayRule>

const Cap = orNull(Type.Integer({ minimum: 1, maximum: 1_000_000_000 }))

export const Earn = Type.Object(
  {
    /** one point for each `unitFen` paid on a receipt */
    unitFen: Type.Integer({ minimum: 1, maximum: 100_000_000 }),
    rounding: Type.Union([Type.Literal('down'), Type.Literal('half-up'), Type.Literal('up')]),
    /** a category's rate goes before its counter's */
    categoryRates: Type.Array(Type.Object({ category: Category, perMille: PointsRate }, closed), {
      maxItems: 100,
    }),
    counterRates: Type.Array(Type.Object({ counterId: Id, perMille: PointsRate }, closed), { maxItems: 500 }),
    /** members' day and the like; of several on one day the highest counts */
    days: Type.Array(DayRule, { maxItems: 50 }),
    /** of points for purchases, by the day and month of the sale */
    caps: Type.Object({ perDay: Cap, perMonth: Cap }, closed),
    birthdayPoints: Points,
    activities: Type.Array(Type.Object({ code: Code, ...Named, points: Points }, closed), { maxItems: 50 }),
    /** one level: for whoever brought a friend, once the friend first buys for so much */
    referral: orNull(
      Type.Object({ points: Points, friendPoints: Points, fromFen: Money, perYear: Cap }, closed),
    ),
    /** `points` for each full `interactions` that a share brought, proven by its address */
    sharing: orNull(
      Type.Object(
        {
          interactions: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
          points: Points,
          perShare: Cap,
          perMonth: Cap,
        },
        closed,
      ),
    ),
  },
  closed,
)

/** When points lapse: at the end of the year after so many years, or so many months after they came. */
export const Expiry = Type.Union([
  Type.Object({ kind: Type.Literal('never') }, closed),
  Type.Object(
    { kind: Type.Literal('calendar-year'), years: Type.Integer({ minimum: 0, maximum: 10 }) },
    closed,
  ),
  Type.Object({ kind: Type.Literal('rolling'), months: Months }, closed),
])

/** From how many points on one may redeem, in which steps, and how many a day at most. */
export const Redemption = Type.Object(
  { fromPoints: Points, stepPoints: Type.Integer({ minimum: 1, maximum: 1_000_000 }), perDay: Cap },
  closed,
)
