import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { cardExpiry } from './expiry.ts'
import { lifeRefusals } from './life-refusals.ts'
import { lifeRoutes } from './life-routes.ts'
import './life-table.ts'
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
export { handOverCard, joinCards, stopCard, type HandOverRefusal } from './life.ts'
export { moveCard } from './move.ts'
export { cardRules } from './card-rules.ts'
export { expireCards } from './expiry.ts'
export { noteWrongCode } from './wrong-codes.ts'
export { seeFreshCard, type FreshCardRefusal } from './replacing.ts'
export { cardsAt, cardsOf, findBatch, findCard, findCardByUid, lockBatch, numbersOfChips } from './queries.ts'
export { spoilCard } from './spoiling.ts'
export { stripeTracks } from './stripe.ts'

export const cardsFeature = (platform: Platform, needs: CardNeeds): Feature => ({
  async routes(app) {
    await app.register(cardRoutes(platform, needs))
    await app.register(lifeRoutes(platform, needs.keys))
  },
  refusals: { ...cardRefusals, ...lifeRefusals },
  jobs: [cardExpiry(platform)],
})
