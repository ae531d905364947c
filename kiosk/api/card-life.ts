import type { Static } from 'typebox'
import type * as batches from '../../server/batches/schema.ts'
import type * as cards from '../../server/cards/schema.ts'
import { read, write } from './route.ts'

export type CardInHand = Static<typeof cards.CardInHand>
export type ReplaceCard = Static<typeof cards.ReplaceCard>
export type DestroyCard = Static<typeof cards.DestroyCard>
export type CardRulesInForce = Static<typeof cards.CardRulesInForce>
export type ClearAlerts = Static<typeof cards.ClearAlerts>
export type BatchExpiry = Static<typeof batches.BatchExpiries>['batches'][number]
export type SetExpiry = Static<typeof batches.SetExpiry>

export const replaceCard = write<ReplaceCard, Static<typeof cards.ReplacedCard>>()(
  'POST',
  '/api/v1/cards/:cardNumber/replace',
)
export const destroyCard = write<DestroyCard, Static<typeof cards.StoppedCard>>()(
  'POST',
  '/api/v1/cards/:cardNumber/destroy',
)
export const clearAlerts = write<ClearAlerts, Static<typeof cards.ClearedAlerts>>()(
  'POST',
  '/api/v1/cards/:cardNumber/alerts/clear',
)
export const getCardRules = read<CardRulesInForce>()('/api/v1/card-rules')
export const setCardRules = write<CardRulesInForce, CardRulesInForce>()('POST', '/api/v1/card-rules')
export const getExpiries = read<Static<typeof batches.BatchExpiries>>()('/api/v1/card-expiries')
export const setExpiry = write<SetExpiry, Static<typeof batches.BatchExpiry>>()(
  'POST',
  '/api/v1/batches/:batchId/expiry',
)
