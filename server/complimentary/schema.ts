import { Type, type Static } from 'typebox'
import { CardInHand } from '../cards/schema.ts'
import { Id, Line } from '../platform/schema.ts'

const Moment = Type.String({ format: 'date-time' })
const closed = { additionalProperties: false } as const
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])

export const RequestParams = Type.Object({ requestId: Id })
export const RequestId = Type.Object({ requestId: Id })

/** A card that nobody earned: to whom, why, and what it is worth to them. */
export const NewRequest = Type.Object(
  {
    programmeId: Id,
    recipientName: Line(40),
    organisation: Line(80),
    reason: Line(200),
    valueFen: Type.Integer({ minimum: 1, maximum: 100_000_000 }),
    isPublicOfficial: Type.Boolean(),
  },
  closed,
)
export type NewRequest = Static<typeof NewRequest>

export const Decision = Type.Object({ approved: Type.Boolean(), note: Line(200) }, closed)

/** As at a booth: the recipient becomes a member, with a phone and a signed consent. */
export const HandOver = Type.Object(
  {
    card: CardInHand,
    /** where the card lies; null is the office */
    placeId: orNull(Id),
    phone: Type.String({ minLength: 11, maxLength: 20 }),
    consentVersion: Type.String({ pattern: '^[A-Za-z0-9._-]{1,40}$' }),
    signature: Type.Union([
      Type.String({
        pattern: '^data:image/png;base64,[A-Za-z0-9+/]+={0,2}$',
        minLength: 30,
        maxLength: 200_000,
      }),
      Type.Object({ typedName: Line(40) }, closed),
    ]),
  },
  closed,
)
export type HandOver = Static<typeof HandOver>
export const HandedOver = Type.Object({
  requestId: Id,
  cardNumber: Type.String(),
  /** `known-member`: the phone has a member already; the card shows the balance after they have proven it */
  outcome: Type.Union([Type.Literal('new-member'), Type.Literal('known-member')]),
})

const Step = Type.Object({ by: Type.String(), at: Moment })
export const RegisterEntry = Type.Object({
  requestId: Id,
  state: Type.Union([
    Type.Literal('requested'),
    Type.Literal('approved'),
    Type.Literal('rejected'),
    Type.Literal('handed-over'),
  ]),
  level: Type.String(),
  /** null once it was erased */
  recipientName: orNull(Type.String()),
  organisation: Type.String(),
  reason: Type.String(),
  valueFen: Type.Integer(),
  isPublicOfficial: Type.Boolean(),
  requestedById: Id,
  requested: Step,
  decided: orNull(Type.Object({ ...Step.properties, note: Type.String() })),
  handedOver: orNull(Type.Object({ ...Step.properties, cardNumber: Type.String() })),
})
export type RegisterEntry = Static<typeof RegisterEntry>
/** Newest first, at most five hundred. */
export const Register = Type.Object({ entries: Type.Array(RegisterEntry) })

export const Export = Type.Object({
  language: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')], { default: 'zh-CN' }),
})
