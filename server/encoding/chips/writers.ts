import { ultralightAes, ultralightC } from '../../../hardware/nfc/tags/ultralight.ts'
import type { Chip } from '../../cards/index.ts'
import type { ChipWriter } from './chip-writer.ts'
import { writeClassic } from './classic.ts'
import { writeDesfire } from './desfire.ts'
import { writeNtag424 } from './ntag424.ts'
import { writeNtag21x, writeUltralight } from './type-2-tags.ts'

/** How each kind of chip becomes a card of ours: a new one is a row here and its file beside. */
export const chipWriters: Record<Exclude<Chip, 'stripe-only'>, ChipWriter> = {
  'ntag424-dna': writeNtag424('aes'),
  'ntag424-dna-lrp': writeNtag424('lrp'),
  ntag213: writeNtag21x('ntag213'),
  ntag215: writeNtag21x('ntag215'),
  ntag216: writeNtag21x('ntag216'),
  'ultralight-c': writeUltralight(ultralightC),
  'ultralight-aes': writeUltralight(ultralightAes),
  desfire: writeDesfire,
  'classic-1k': writeClassic,
}
