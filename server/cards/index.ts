import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { cardExpiry } from './expiry.ts'
import { lifeRefusals } from './life-refusals.ts'
import { lifeRoutes } from './life-routes.ts'
import './life-table.ts'
import { cardRefusals } from './refusals.ts'
import { batchRefusals } from './batch-refusals.ts'
import { batchRoutes } from './batch-routes.ts'
import type { CardNeeds } from './needs.ts'
import { cardRoutes } from './routes.ts'
import { serialRoutes } from './serial-routes.ts'
import { transportKeyRoutes } from './transport-key-routes.ts'
import { transferRoutes } from './transfer-routes.ts'

export { qrText, readCardText, sunBase } from './addresses.ts'
export { beginEncoding, isBeforeNumbers } from './batch-state.ts'
export { balancesOf, countCards, freeBlanks, insertMovement } from './balance.ts'
export {
  identifyCard,
  identifyChipText,
  identifyQr,
  identifySun,
  isStopped,
  type Presented,
} from './identify.ts'
export { handOverCard, joinCards, type HandOverRefusal } from './life.ts'
export { moveCard } from './move.ts'
export { cardRules } from './card-rules.ts'
export { expireCards } from './expiry.ts'
export { noteWrongCode } from './wrong-codes.ts'
export { seeFreshCard, type FreshCardRefusal } from './replacing.ts'
export {
  cardsAt,
  cardsOf,
  findBatch,
  findBatchByCode,
  findCard,
  findCardByUid,
  lockBatch,
  numbersOfChips,
} from './queries.ts'
export { spoilCard } from './spoiling.ts'
export { readSun } from './sun-message.ts'
export { claimedNumber, isStripeGenuine, stripeTracks } from './stripe.ts'
export { transportKeyOf } from './transport-keys.ts'
export { chipAddress, chipData } from './chip-text.ts'
export type { Chip } from './schema.ts'
export type { BatchRow } from './table.ts'
export { listTransfers } from './transfer-list.ts'
export { confirmTransfer, sendBack, sendCards, type ConfirmRefusal } from './transfers.ts'
export { verifyCard } from './verification.ts'
export { findVerifying } from './verifying-readers.ts'

export const cardsFeature = (platform: Platform, needs: CardNeeds): Feature => ({
  async routes(app) {
    await app.register(cardRoutes(platform, needs))
    await app.register(batchRoutes(platform, needs))
    await app.register(transferRoutes(platform))
    await app.register(serialRoutes(platform, needs))
    await app.register(transportKeyRoutes(platform, needs.keys))
    await app.register(lifeRoutes(platform, needs.keys))
  },
  refusals: { ...cardRefusals, ...batchRefusals, ...lifeRefusals },
  jobs: [cardExpiry(platform)],
})
