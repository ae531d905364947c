import type { ChipDescription, ChipName } from '../../hardware/nfc/chips.ts'
import { cardChips, chipCodes, type Chip } from '../cards/index.ts'
import type { CardMessage, Examination, MayDo, Originality, OurCard } from './schema.ts'

/** Which batches a chip is a blank for, the likeliest first. */
export const batchChipsOf = (blank: ChipName): Chip[] =>
  chipCodes.filter((chip) => (cardChips[chip].blanks as readonly string[]).includes(blank))

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
  if (found.waiting.length > 0) return found.waiting.map((batch) => ({ what: 'encode', ...batch }))
  const [batchChip] = batchChipsOf(chip.chip)
  return [batchChip ? { what: 'order-batch', chip: batchChip } : { what: 'nothing-unknown-chip' }]
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
