import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { booksRoutes } from './books-routes.ts'
import { deskRoutes } from './desk-routes.ts'
import { cardWordsRoutes } from './card-words-routes.ts'
import { cardExpiry } from './expiry.ts'
import type { BatchNeeds } from './needs.ts'
import { batchRefusals } from './refusals.ts'
import { batchRoutes } from './routes.ts'
import { transferRefusals } from './transfer-refusals.ts'
import { transferRoutes } from './transfer-routes.ts'
import { transportKeyRoutes } from './transport-key-routes.ts'

export { addFreeBlanks, balancesOf, countCards, insertMovement } from './balance.ts'
export { asksForWords } from './card-words.ts'
export { expireCards } from './expiry.ts'
export { batchesAt, findBatch, lockBatch } from './queries.ts'
export { notePrint, renderCards, renderManyCards } from './printing.ts'
export { spoilCard, type SpoilRefusal } from './spoiling.ts'
export { beginEncoding, isBeforeNumbers } from './state.ts'
export type { BatchRow } from './table.ts'
export { listTransfers } from './transfer-list.ts'
export { confirmTransfer, type ConfirmRefusal } from './ending-transfers.ts'
export { sendBack, sendCards } from './sending-cards.ts'
export { transportKeyOf } from './transport-keys.ts'
export { countVerified, verifyCard } from './verification.ts'
export { findVerifying } from './verifying-readers.ts'

export const batchesFeature = (platform: Platform, needs: BatchNeeds): Feature => ({
  async routes(app) {
    await app.register(batchRoutes(platform, needs))
    await app.register(deskRoutes(needs))
    await app.register(cardWordsRoutes(platform, needs))
    await app.register(booksRoutes(platform))
    await app.register(transferRoutes(platform))
    await app.register(transportKeyRoutes(platform, needs.keys))
  },
  refusals: { ...batchRefusals, ...transferRefusals },
  jobs: [cardExpiry(platform)],
})
