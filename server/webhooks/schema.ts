import { Type, type Static } from 'typebox'
import { closed, Id, Line, Moment, orNull } from '../platform/schema.ts'
import type { eventTypes } from './event-schema.ts'

export type EventType = keyof typeof eventTypes
/** A ping is asked for and not chosen. */
export type ChosenType = Exclude<EventType, 'ping'>

/** In the order in which a page lists them. */
export const CHOSEN_TYPES = [
  'purchase.recorded',
  'purchase.returned',
  'points.changed',
  'level.changed',
  'redemption.held',
  'redemption.settled',
  'redemption.void',
  'redemption.expired',
  'voucher.issued',
  'voucher.used',
  'voucher.part-used',
  'voucher.given-back',
  'voucher.void',
  'voucher.expired',
  'card.stopped',
  'card.active',
] as const satisfies readonly ChosenType[]

const ChosenType = Type.Unsafe<ChosenType>({ type: 'string', enum: CHOSEN_TYPES })
const AnyType = Type.Unsafe<EventType>({ type: 'string', enum: [...CHOSEN_TYPES, 'ping'] })

const literals = <const Values extends readonly string[]>(...values: Values) =>
  Type.Unsafe<Values[number]>({ type: 'string', enum: values })

const WebhookState = literals('active', 'disabled', 'removed')
export type WebhookState = Static<typeof WebhookState>
/** It answered 410; it did not answer for three days; somebody turned it off. */
const DisabledBecause = literals('gone', 'failing', 'by-hand')
export type DisabledBecause = Static<typeof DisabledBecause>
const DeliveryState = literals('waiting', 'delivered', 'failed')
export type DeliveryState = Static<typeof DeliveryState>
/** Why there was no answer, or not one that counts. */
const DeliveryProblem = literals(
  'address-refused',
  'name-unknown',
  'connection-failed',
  'certificate-refused',
  'timed-out',
  'status-refused',
)
export type DeliveryProblem = Static<typeof DeliveryProblem>

export const WebhookSettings = Type.Object(
  {
    name: Line(60),
    /** `https://…`; `http://…` only into networks that the operator allows */
    address: Type.String({ minLength: 1, maxLength: 500, examples: ['https://pos.mall.example/cardwright'] }),
    types: Type.Array(ChosenType, { minItems: 1, maxItems: CHOSEN_TYPES.length, uniqueItems: true }),
  },
  closed,
)
export type WebhookSettings = Static<typeof WebhookSettings>

export const Webhook = Type.Object({
  id: Id,
  name: Type.String(),
  address: Type.String(),
  types: Type.Array(ChosenType),
  state: WebhookState,
  disabledBecause: orNull(DisabledBecause),
  disabledAt: orNull(Moment),
  /** since when nobody answers */
  failingSince: orNull(Moment),
  /** until when an earlier secret signs too */
  oldSecretUntil: orNull(Moment),
  waiting: Type.Integer(),
  failed: Type.Integer(),
  addedAt: Moment,
})
export type Webhook = Static<typeof Webhook>
export const Webhooks = Type.Object({ webhooks: Type.Array(Webhook) })
export const WebhookId = Type.Object({ id: Id })
export const Accepted = Type.Object({ id: Id })

/** `secret` checks the signatures (`whsec_…`, Standard Webhooks); it is not shown again. */
export const WebhookSecret = Type.Object({ id: Id, secret: Type.String() })

export const WebhookEventTypes = Type.Object(
  {
    types: Type.Array(
      Type.Object({
        type: AnyType,
        summary: Type.String(),
        /** JSON schema of the message's `data` */
        data: Type.Any(),
        example: Type.Any(),
      }),
    ),
  },
  {
    examples: [
      {
        types: [
          {
            type: 'ping',
            summary: 'A test that somebody asked for',
            data: {
              type: 'object',
              required: ['webhookId'],
              properties: { webhookId: { type: 'string', format: 'uuid' } },
            },
            example: { webhookId: '0192f0c4-7a10-7c3e-9d55-2f6f1b7c9a60' },
          },
        ],
      },
    ],
  },
)

const Delivery = Type.Object({
  /** sent as `webhook-id`, at every try the same */
  eventId: Id,
  type: AnyType,
  occurredAt: Moment,
  state: DeliveryState,
  attempts: Type.Integer(),
  /** of the next try; null when there is none */
  nextAt: orNull(Moment),
  /** of the last try */
  triedAt: orNull(Moment),
  tookMs: orNull(Type.Integer()),
  httpStatus: orNull(Type.Integer()),
  problem: orNull(DeliveryProblem),
  /** its first bytes, as text */
  answer: orNull(Type.String()),
})
export type Delivery = Static<typeof Delivery>

export const FindDeliveries = Type.Object({
  state: Type.Optional(DeliveryState),
  /** `next` of the page before */
  after: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}$' })),
})
/** Newest first. */
export const Deliveries = Type.Object({ deliveries: Type.Array(Delivery), next: orNull(Type.String()) })

export const DeliveryId = Type.Object({ id: Id, eventId: Id })
export const ReplaySince = Type.Object({ since: Moment }, closed)
export const Replayed = Type.Object({ replayed: Type.Integer() })
