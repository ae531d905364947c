import { Type, type Static } from 'typebox'
import { closed, Id, Line, Moment, orNull, Sentence } from '../platform/schema.ts'

export const ChangeKind = Type.Union([
  /** by what was bought */
  Type.Literal('reached'),
  /** by spend, frequency and loyalty together */
  Type.Literal('merit'),
  Type.Literal('invited'),
  Type.Literal('gift'),
  /** with a card of a higher level that was joined to the account */
  Type.Literal('card'),
  /** a review found that it stays */
  Type.Literal('kept'),
  /** a review found too little; `graceUntil` says until when that can be made good */
  Type.Literal('grace'),
  Type.Literal('lowered'),
  /** what it was reached with has come back */
  Type.Literal('returned'),
  /** a change before it was wrong */
  Type.Literal('undone'),
])
export type ChangeKind = Static<typeof ChangeKind>

const LevelName = Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() })

export const LevelChange = Type.Object({
  id: Id,
  kind: ChangeKind,
  from: LevelName,
  to: LevelName,
  /** sales after this moment are judged by it */
  effectiveAt: Moment,
  recordedAt: Moment,
  graceUntil: orNull(Moment),
  reason: Type.String(),
  by: orNull(Type.String()),
  /** the latest that moved the level, which alone can be undone */
  isUndoable: Type.Boolean(),
})
export type LevelChange = Static<typeof LevelChange>

/** A level given above the limit of one person, and not decided on. */
const WaitingGift = Type.Object({
  id: Id,
  memberId: Id,
  to: LevelName,
  reason: Type.String(),
  requestedBy: Type.Object({ id: Id, displayName: Type.String() }),
  requestedAt: Moment,
})
export type WaitingGift = Static<typeof WaitingGift>
/** Of all members, oldest first. */
export const WaitingGifts = Type.Object({ gifts: Type.Array(WaitingGift), isAlone: Type.Boolean() })
export type WaitingGifts = Static<typeof WaitingGifts>

export const MemberParams = Type.Object({ memberId: Id })
export const MemberLevel = Type.Object({
  level: LevelName,
  /** to the next level, and what keeps this one; null where there is nothing to say */
  way: orNull(Sentence),
  keeping: orNull(Sentence),
  /** levels that staff may give them, and whether by invitation */
  givable: Type.Array(Type.Object({ ...LevelName.properties, byInvitation: Type.Boolean() })),
  waiting: orNull(WaitingGift),
  /** the shop has one person: what wants two is done by one, with a reason */
  isAlone: Type.Boolean(),
  /** newest first */
  changes: Type.Array(LevelChange),
})
export type MemberLevel = Static<typeof MemberLevel>

export const GiveLevel = Type.Object({ level: Line(40), reason: Line(200) }, closed)
export const ChangeParams = Type.Object({ memberId: Id, changeId: Id })
export const UndoChange = Type.Object({ reason: Line(200) }, closed)
export const Changed = Type.Object({ memberId: Id, level: Type.String() })
export type Changed = Static<typeof Changed>

/** `requested`: above the limit of whoever gave it, and waits for a second person */
export const GivenLevel = Type.Object({
  ...Changed.properties,
  state: Type.Union([Type.Literal('approved'), Type.Literal('requested')]),
})
export type GivenLevel = Static<typeof GivenLevel>

export const GiftParams = Type.Object({ id: Id })
export const ApproveGift = Type.Object({ aloneReason: Type.Optional(Line(200)) }, closed)
export const RefuseGift = Type.Object({ reason: Line(200) }, closed)
export const RefusedGift = Type.Object({ id: Id })
