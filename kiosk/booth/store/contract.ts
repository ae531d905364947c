import type { NewEnrolment } from '../../api/drives.ts'
import type {
  EntryVerdict,
  OfficeWord,
  PairedTablet,
  PhoneFilter,
  Provision,
  SignedText,
  Synced,
} from '../../../server/tablets/schema.ts'

export type { OfficeWord, PairedTablet, PhoneFilter, Provision, Synced }
export type Verdict = EntryVerdict
/** An entry as it is sent: the very text that was signed. */
export type Entry = SignedText

export type EnrolmentBody = Omit<NewEnrolment, 'boothId'>
type Signature = NewEnrolment['signature']

interface GiftBody {
  giftId: string
  /** what goes over the table in exchange */
  forGiftId?: string
  reason: string
}

interface HandoverBody {
  toPromoterId: string
  cards: number
  gifts: { giftId: string; quantity: number }[]
  signatures: { from: Signature; to: Signature }
}

export type GiftKind = 'gift-returned' | 'gift-swapped' | 'gift-broken'

/** What happened at the booth, before it has a number. */
export type NewEntry = { promoterId: string } & (
  | { kind: 'shift-opened' | 'shift-closed'; body: Record<string, never> }
  /** `cardNumber` is what this tablet could read of the card, empty for a chip that keeps it to itself */
  | { kind: 'enrolment'; body: EnrolmentBody; cardNumber: string }
  | { kind: GiftKind; body: GiftBody }
  | { kind: 'handover'; body: HandoverBody }
)
