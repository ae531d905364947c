import type { Chip } from '../../api/cards.ts'

/** What a card can be ordered as; a copyable one is warned of before it is ordered. */
export const chips: readonly {
  code: Chip
  name: string
  isCopyable: boolean
  /** its blanks can be had with a secret key of the buyer's */
  hasTransportKey?: true
}[] = [
  { code: 'ntag424-dna', name: 'NTAG 424 DNA', isCopyable: false, hasTransportKey: true },
  { code: 'ntag424-dna-lrp', name: 'NTAG 424 DNA · LRP', isCopyable: false, hasTransportKey: true },
  { code: 'desfire', name: 'MIFARE DESFire EV2/EV3', isCopyable: false, hasTransportKey: true },
  { code: 'ultralight-aes', name: 'MIFARE Ultralight AES', isCopyable: false },
  { code: 'ultralight-c', name: 'MIFARE Ultralight C', isCopyable: true },
  { code: 'ntag213', name: 'NTAG 213', isCopyable: true },
  { code: 'ntag215', name: 'NTAG 215', isCopyable: true },
  { code: 'ntag216', name: 'NTAG 216', isCopyable: true },
  { code: 'classic-1k', name: 'MIFARE Classic 1K', isCopyable: true, hasTransportKey: true },
  { code: 'stripe-only', name: '', isCopyable: true },
]
