import { Type, type Static } from 'typebox'
import { closed, Id, Line, orNull } from '../platform/schema.ts'

const Count = Type.Integer({ minimum: 0 })
const Reason = Line(200)

/** Blanks counted at the end of a shift; a difference wants a reason. */
export const CountBlanks = Type.Object(
  { counted: Type.Integer({ minimum: 0, maximum: 1_000_000 }), reason: Type.Optional(Reason) },
  closed,
)

/** Blanks that came, went back, or were spoiled before they got a number. */
export const MoveBlanks = Type.Object(
  {
    kind: Type.Union([Type.Literal('received'), Type.Literal('returned'), Type.Literal('spoiled')]),
    quantity: Type.Integer({ minimum: 1, maximum: 20_000 }),
    reason: Reason,
  },
  closed,
)

/** What lies in the office: blanks, and finished cards, loose and boxed. */
export const CloseBatch = Type.Object(
  {
    countedOnHand: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    countedFinished: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  },
  closed,
)

/** Where cards come in, go on, or stay: `arrived` = `wentOn` + `spoiled` + `returned` + `here`. */
export const StepBalance = Type.Object({
  step: Type.Union([
    Type.Literal('desk'),
    Type.Literal('office'),
    Type.Literal('boxes'),
    Type.Literal('way'),
    Type.Literal('places'),
  ]),
  arrived: Count,
  wentOn: Count,
  spoiled: Count,
  returned: Count,
  here: Type.Integer(),
  counted: orNull(Count),
})
export type StepBalance = Static<typeof StepBalance>

/** One person on one day: what moved, and what they counted at its end. */
const ShiftBalance = Type.Object({
  day: Type.String({ format: 'date' }),
  person: Type.String(),
  received: Count,
  issued: Count,
  spoiled: Count,
  returned: Count,
  /** on hand by the books after that day's last movement of theirs */
  onHand: Type.Integer(),
  counted: orNull(Count),
})

const PlaceBalance = Type.Object({
  placeId: Id,
  place: Type.String(),
  arrived: Count,
  handedOver: Count,
  spoiled: Count,
  returned: Count,
  here: Count,
})

export const Reconciliation = Type.Object({
  steps: Type.Array(StepBalance),
  shifts: Type.Array(ShiftBalance),
  places: Type.Array(PlaceBalance),
})
export type Reconciliation = Static<typeof Reconciliation>
