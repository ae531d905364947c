import { isClassic } from '../../../hardware/nfc/tags/classic.ts'
import { personaliseClassic } from '../../../hardware/nfc/tags/personalise-classic.ts'
import { withStorageCard } from '../../../hardware/nfc/tags/reader-families.ts'
import { HardwareError } from '../../../hardware/ports.ts'
import { chipData } from '../../cards/index.ts'
import type { CardKeys } from '../../keys/index.ts'
import { keysOfChip, type ChipWriter } from './chip-writer.ts'

const KEY_BYTES = 6
/** Any but the maker's own. */
export const CLASSIC_SECTOR = 1

/** The two keys of a card's sector. */
export const classicKeys = ({ key3, key4 }: CardKeys) => ({
  keyA: key3.slice(0, KEY_BYTES),
  keyB: key4.slice(0, KEY_BYTES),
})

/** MIFARE Classic 1K, for old readers only: number and MAC in one sector under keys of its own. Its cipher is broken. */
export const writeClassic: ChipWriter = (job) =>
  withStorageCard(job, async (tag) => {
    if (!(await isClassic(tag))) throw new HardwareError('unknown-card')
    const written = await personaliseClassic(tag, {
      async contentOf(uid) {
        const { cardNumber } = await job.claim(uid)
        return {
          data: Buffer.from(chipData(job.keys, { cardNumber, uid })),
          ...classicKeys(keysOfChip(job, uid)),
        }
      },
      sector: CLASSIC_SECTOR,
      ...(job.transportKey ? { oldKeyA: job.transportKey.slice(0, KEY_BYTES) } : {}),
      onStep: job.onStep,
    })
    return written.outcome === 'spoiled' ? written : { outcome: 'finished', sunCounter: 0 }
  })
