import { Type, type Static } from 'typebox'
import { closed, Id, Line, Moment, orNull } from '../platform/schema.ts'

export const CorrectionReason = Type.Union([
  Type.Literal('purchase-missed'),
  Type.Literal('purchase-wrong'),
  Type.Literal('wrong-member'),
  Type.Literal('system-fault'),
  Type.Literal('goodwill'),
])
export type CorrectionReason = Static<typeof CorrectionReason>

/** A new entry that puts right what is wrong; nothing is edited. */
export const NewCorrection = Type.Object(
  {
    /** what is added; below zero what is taken */
    points: Type.Union([
      Type.Integer({ minimum: 1, maximum: 1_000_000 }),
      Type.Integer({ minimum: -1_000_000, maximum: -1 }),
    ]),
    reason: CorrectionReason,
    /** why, in a sentence that an auditor understands; no name and no number of a person */
    note: Line(200),
    /** the entry that was wrong */
    corrects: Type.Optional(Id),
  },
  closed,
)
export type NewCorrection = Static<typeof NewCorrection>

export const Correction = Type.Object({
  id: Id,
  memberId: Id,
  points: Type.Integer(),
  reason: CorrectionReason,
  note: Type.String(),
  corrects: orNull(Id),
  /** `requested`: above the limit of whoever asked, and waits for a second person */
  state: Type.Union([Type.Literal('requested'), Type.Literal('approved'), Type.Literal('refused')]),
  requestedBy: Type.Object({ id: Id, displayName: Type.String() }),
  requestedAt: Moment,
  decidedBy: orNull(Type.Object({ id: Id, displayName: Type.String() })),
  decidedAt: orNull(Moment),
  /** why it was refused, or why one person decided alone */
  decisionReason: Type.String(),
})
export type Correction = Static<typeof Correction>

/** With what the person who asks may post without a second one: of one member, what is left of it. */
export const Corrections = Type.Object({
  corrections: Type.Array(Correction),
  limitPoints: Type.Integer({ minimum: 0 }),
  /** the shop has one person: what wants two is done by one, with a reason */
  isAlone: Type.Boolean(),
})
export type Corrections = Static<typeof Corrections>

export const CorrectionParams = Type.Object({ id: Id })
export const ApproveCorrection = Type.Object({ aloneReason: Type.Optional(Line(200)) }, closed)
export const RefuseCorrection = Type.Object({ reason: Line(200) }, closed)
