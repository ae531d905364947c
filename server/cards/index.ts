import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { cardRefusals } from './refusals.ts'
import { cardRoutes, type CardNeeds } from './routes.ts'

export { qrText, sunBase } from './addresses.ts'
export { allocateCards } from './allocation.ts'
export { balancesOf, countCards, freeBlanks, insertMovement } from './balance.ts'
export {
  identifyCard,
  identifyQr,
  identifySun,
  isStopped,
  type IdentifyRefusal,
  type Presented,
} from './identify.ts'
export { handOverCard, joinCards, stopCard } from './life.ts'
export { moveCard } from './move.ts'
export { cardsAt, cardsOf, findBatch, findCard, findCardByUid, lockBatch, numbersOfChips } from './queries.ts'
export { spoilCard } from './spoiling.ts'
export { stripeTracks } from './stripe.ts'

export const cardsFeature = (platform: Platform, needs: CardNeeds): Feature => ({
  routes: cardRoutes(platform, needs),
  refusals: cardRefusals,
})
