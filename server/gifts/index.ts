import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { holdExpiry } from './expiry.ts'
import { giftRefusals } from './refusals.ts'
import { giftRoutes } from './routes.ts'

export { addGift } from './catalogue.ts'
export { expireHolds } from './expiry.ts'
export { findGift } from './queries.ts'
export { holdGift, voidHold } from './redemption.ts'
export { findRedemption, redemptionsOf } from './redemption-queries.ts'
export { moveGifts, receiveGifts, takePiece } from './stock.ts'
export { expectedAt, stockAt } from './stock-queries.ts'

export const giftsFeature = (platform: Platform): Feature => ({
  routes: giftRoutes(platform),
  refusals: giftRefusals,
  jobs: [holdExpiry(platform)],
})
