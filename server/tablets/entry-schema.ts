import { Type, type Static } from 'typebox'
import { CardShown, NewEnrolment, Signature } from '../drives/enrolment-schema.ts'
import { Line, Moment, orNull } from '../platform/schema.ts'

/** As PostgreSQL reads one: what stands in a signed text has gone through no route's check. */
const Id = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' })
const Pieces = Type.Integer({ minimum: 0, maximum: 10_000 })

const ENTRY_KINDS = [
  'shift-opened',
  'shift-closed',
  'enrolment',
  'gift-returned',
  'gift-swapped',
  'gift-broken',
  'handover',
] as const

/** What a tablet signed; its place in the chain is looked at before. */
export const Entry = Type.Object({
  tabletId: Id,
  number: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }),
  /** SHA-256 of the text before, in hexadecimal; empty of the first */
  previous: Type.String({ pattern: '^([0-9a-f]{64})?$' }),
  id: Id,
  madeAt: Moment,
  promoterId: Id,
  kind: Type.Enum([...ENTRY_KINDS]),
  body: Type.Record(Type.String(), Type.Unknown()),
})
export type Entry = Static<typeof Entry>

const { boothId: _, card: __, giftId: ___, ...form } = NewEnrolment.properties

export const LateForm = Type.Object({
  ...form,
  giftId: orNull(Id),
  /** null: the person took none */
  card: orNull(CardShown),
})
export type LateForm = Static<typeof LateForm>

export const GiftChange = Type.Object({
  giftId: Id,
  forGiftId: Type.Optional(Id),
  enrolmentId: Type.Optional(Id),
  reason: Line(200),
  isFaulty: Type.Optional(Type.Boolean()),
})

export const Handover = Type.Object({
  toPromoterId: Id,
  cards: Pieces,
  gifts: Type.Array(Type.Object({ giftId: Id, quantity: Pieces }), { maxItems: 50 }),
  signatures: Type.Object({ from: Signature, to: Signature }),
})
