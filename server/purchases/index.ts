import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { purchaseRefusals } from './refusals.ts'
import { purchaseRoutes } from './routes.ts'

export { knownLevel, unpriced } from './judging.ts'
export {
  everything,
  judgeReturn,
  voucherLeft,
  type Left,
  type PiecesBack,
  type Sold,
} from './partial-return.ts'
export { CARD_REFUSALS, presentedCard } from './presented-card.ts'
export { authenticateTill } from './routes.ts'
export { isInFuture } from './sale.ts'
export { addTill } from './till.ts'

export const purchasesFeature = (platform: Platform, keys: KeyService): Feature => ({
  routes: purchaseRoutes(platform, keys),
  refusals: purchaseRefusals,
})
