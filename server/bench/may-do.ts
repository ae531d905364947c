import type { ChipDescription, ChipName } from '../../hardware/nfc/chips.ts'
import type { Chip } from '../batches/index.ts'
import type { CardMessage, Examination, MayDo, Originality, OurCard } from './schema.ts'

/** Which batches a chip is a blank for. */
export const CHIPS_OF: Readonly<Record<ChipName, readonly [Chip, ...Chip[]]>> = {
  ntag424: ['ntag424-dna', 'ntag424-dna-lrp'],
  'desfire-ev2': ['desfire'],
  'desfire-ev3': ['desfire'],
  ntag213: ['ntag213'],
  ntag215: ['ntag215'],
  ntag216: ['ntag216'],
  'ultralight-c': ['ultralight-c'],
  'ultralight-aes': ['ultralight-aes'],
  'classic-1k': ['classic-1k'],
}

/** All that decides what may be done with a card on the desk. */
export interface Found {
  card: OurCard | undefined
  /** the books give its number to another chip, or its message was seen before */
  isCopy: boolean
  chip: Pick<ChipDescription, 'chip'> | undefined
  originality: Originality
  keyVersions: Examination['keyVersions']
  message: CardMessage
  waiting: readonly { batchId: string; batchCode: string }[]
  /** where devices are simulated their chips' maker is trusted */
  isSimulated: boolean
}

/** What a person may do with a card, the likeliest first; never empty. */
export function mayDo(found: Found): MayDo[] {
  if (found.isCopy) return [{ what: 'keep-as-evidence' }]
  if (found.card) return mayDoWithOurs(found.card)
  const { chip, originality, keyVersions, message } = found
  if (!chip) return [{ what: 'nothing-unknown-chip' }]
  if (originality === 'unreadable') return [{ what: 'nothing-unreadable' }]
  const isTrusted = originality !== 'foreign' && (originality !== 'simulated' || found.isSimulated)
  if (!isTrusted) return [{ what: 'nothing-not-genuine' }]
  const isTaken = message.is !== 'none' || keyVersions.some(({ version }) => version !== 0)
  if (isTaken) return [{ what: 'nothing-foreign' }]
  if (found.waiting.length === 0) return [{ what: 'order-batch', chip: CHIPS_OF[chip.chip][0] }]
  return found.waiting.map((batch) => ({ what: 'encode', ...batch }))
}

/** By the state of a card that the books know, and that is no copy. */
export function mayDoWithOurs({ state, batchId, batchCode }: OurCard): MayDo[] {
  const batch = { batchId, batchCode }
  switch (state) {
    case 'numbered':
    case 'encoding':
      return [
        { what: 'finish', ...batch },
        { what: 'spoil', ...batch },
      ]
    case 'encoded':
      return [
        { what: 'verify', ...batch },
        { what: 'return-to-box', ...batch },
        { what: 'spoil', ...batch },
      ]
    case 'active':
      return [{ what: 'give-back' }]
    case 'suspended':
      return [{ what: 'ask-holder' }]
    case 'lost':
    case 'replaced':
    case 'expired':
      return [{ what: 'destroy' }]
    case 'spoiled':
    case 'destroyed':
      return [{ what: 'cut-up' }]
  }
}
