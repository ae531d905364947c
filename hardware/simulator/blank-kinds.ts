/** Kinds of blanks, by the chip that a batch is ordered for; DESFire is EV3 unless it is named otherwise. */
export const blankKinds = [
  'ntag424-dna',
  'ntag424-dna-lrp',
  'ntag213',
  'ntag215',
  'ntag216',
  'ultralight-c',
  'ultralight-aes',
  'desfire',
  'desfire-ev2',
  'classic-1k',
  'stripe-only',
] as const
export type BlankKind = (typeof blankKinds)[number]
export type ChipKind = Exclude<BlankKind, 'stripe-only'>
