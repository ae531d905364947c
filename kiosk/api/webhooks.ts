import type { Static } from 'typebox'
import type * as schema from '../../server/webhooks/schema.ts'
import { read, write } from './route.ts'

export type Webhook = schema.Webhook
export type WebhookSettings = schema.WebhookSettings
export type Delivery = schema.Delivery
export type DeliveryState = schema.DeliveryState
export type ChosenType = schema.ChosenType

type Accepted = Static<typeof schema.Accepted>
type Secret = Static<typeof schema.WebhookSecret>

export const getWebhooks = read<Static<typeof schema.Webhooks>>()('/api/v1/webhooks')
export const getEventTypes = read<Static<typeof schema.WebhookEventTypes>>()('/api/v1/webhook-event-types')
export const addWebhook = write<WebhookSettings, Secret>()('POST', '/api/v1/webhooks')
export const changeWebhook = write<WebhookSettings, Accepted>()('POST', '/api/v1/webhooks/:id')
export const enableWebhook = write<undefined, Accepted>()('POST', '/api/v1/webhooks/:id/enable')
export const disableWebhook = write<undefined, Accepted>()('POST', '/api/v1/webhooks/:id/disable')
export const removeWebhook = write<undefined, Accepted>()('POST', '/api/v1/webhooks/:id/remove')
export const changeSecret = write<undefined, Secret>()('POST', '/api/v1/webhooks/:id/secrets')
export const pingWebhook = write<undefined, Accepted>()('POST', '/api/v1/webhooks/:id/pings')
export const getDeliveries = read<Static<typeof schema.Deliveries>>()('/api/v1/webhooks/:id/deliveries')
export const replayDelivery = write<undefined, Static<typeof schema.Replayed>>()(
  'POST',
  '/api/v1/webhooks/:id/deliveries/:eventId/replay',
)
export const replaySince = write<Static<typeof schema.ReplaySince>, Static<typeof schema.Replayed>>()(
  'POST',
  '/api/v1/webhooks/:id/replays',
)
