import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { lifeRefusals } from './life-refusals.ts'
import './life-table.ts'
import type { CardNeeds } from './needs.ts'
import { cardRefusals } from './refusals.ts'
import { cardRoutes } from './routes.ts'
import { serialRefusals } from './serial-refusals.ts'
import { serialRoutes } from './serial-routes.ts'

export { qrText, readCardText, sunBase } from './addresses.ts'
export { asCard, CARD_COLUMNS } from './card.ts'
export { cardRules } from './card-rules.ts'
export { cardChips, chipCodes, type Chip, type SilentChip } from './chip-schema.ts'
export { chipAddress, chipData } from './chip-text.ts'
export {
  identifyCard,
  identifyChipText,
  identifyQr,
  identifySun,
  isStopped,
  messageOf,
  numberShown,
  type IdentifiedCard,
  type IdentifyRefusal,
  type Presented,
} from './identify.ts'
export { cardsToGive, handOverCards } from './hand-over-together.ts'
export { handOverCard, joinCards, type HandOverRefusal } from './life.ts'
export { moveCard } from './move.ts'
export { beginCards, finishCards, type BegunCard } from './move-together.ts'
export { cardsNamedFor, holderOf, NAME_REFUSALS, nameCard, passNameOn } from './naming.ts'
export { takeNumbers } from './numbering.ts'
export {
  cardsAt,
  cardsOf,
  findAddressedBatch,
  findCard,
  findCardByUid,
  findCards,
  insertCards,
  isSealed,
  numbersOfChips,
  type AddressedBatch,
  type KnownCard,
} from './queries.ts'
export { seeFreshCard, type FreshCardRefusal } from './replacing.ts'
export { CardParams, type CardState } from './schema.ts'
export { securityCode } from './security-code.ts'
export { claimedNumber, isStripeGenuine, stripeTracks } from './stripe.ts'
export { readSun } from './sun-message.ts'
export { refuseUnverified, verificationOf } from './verification.ts'
export { noteWrongCode } from './wrong-codes.ts'

export const cardsFeature = (platform: Platform, needs: CardNeeds): Feature => ({
  async routes(app) {
    await app.register(cardRoutes(platform, needs.keys))
    await app.register(serialRoutes(platform, needs))
  },
  refusals: { ...cardRefusals, ...lifeRefusals, ...serialRefusals },
})
