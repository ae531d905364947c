import type { Static } from 'typebox'
import type * as schema from '../../server/cards/schema.ts'
import { read, write } from './route.ts'

export type CardInHand = Static<typeof schema.CardInHand>
export type ReplaceCard = Static<typeof schema.ReplaceCard>
export type DestroyCard = Static<typeof schema.DestroyCard>
export type CardRulesInForce = Static<typeof schema.CardRulesInForce>
export type ClearAlerts = Static<typeof schema.ClearAlerts>
export type BatchExpiry = Static<typeof schema.BatchExpiries>['batches'][number]
export type SetExpiry = Static<typeof schema.SetExpiry>

export const replaceCard = write<ReplaceCard, Static<typeof schema.ReplacedCard>>()(
  'POST',
  '/api/v1/cards/:cardNumber/replace',
)
export const destroyCard = write<DestroyCard, Static<typeof schema.StoppedCard>>()(
  'POST',
  '/api/v1/cards/:cardNumber/destroy',
)
export const clearAlerts = write<ClearAlerts, Static<typeof schema.ClearedAlerts>>()(
  'POST',
  '/api/v1/cards/:cardNumber/alerts/clear',
)
export const getCardRules = read<CardRulesInForce>()('/api/v1/card-rules')
export const setCardRules = write<CardRulesInForce, CardRulesInForce>()('POST', '/api/v1/card-rules')
export const getExpiries = read<Static<typeof schema.BatchExpiries>>()('/api/v1/card-expiries')
export const setExpiry = write<SetExpiry, Static<typeof schema.BatchExpiry>>()(
  'POST',
  '/api/v1/batches/:batchId/expiry',
)
