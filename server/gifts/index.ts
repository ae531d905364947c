import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { holdExpiry } from './expiry.ts'
import { giftRefusals } from './refusals.ts'
import { giftRoutes } from './routes.ts'
import { slotRoutes } from './slot-routes.ts'

export { addGift } from './catalogue.ts'
export { expireHolds } from './expiry.ts'
export { findGift, listGifts } from './queries.ts'
export type { Gift, HeldGift } from './schema.ts'
export { holdTogether, type Held } from './holding-together.ts'
export { HOLD_REFUSALS, holdGift, voidHold } from './redemption.ts'
export { findRedemption, redemptionsOf } from './redemption-queries.ts'
export { findSlot, freePlaces } from './slot-queries.ts'
export { freeSlots, offeredUntil } from './slots.ts'
export { firstServed, piecesAt, takePieceEach, type Bucket } from './taking-together.ts'
export { moveGifts, receiveGifts, takeBack, takePiece, takePieceOrShort } from './stock.ts'
export { expectedAt, shortagesAt, shortagesBetween, stockAt } from './stock-queries.ts'

export const giftsFeature = (platform: Platform, keys: KeyService): Feature => ({
  async routes(app) {
    await app.register(giftRoutes(platform))
    await app.register(slotRoutes(platform, keys))
  },
  refusals: giftRefusals,
  jobs: [holdExpiry(platform)],
})
