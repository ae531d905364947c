import { verifySun, type CardReading, type SunMessage } from '../../hardware/nfc/sdm.ts'
import type { KeyService } from '../keys/index.ts'
import type { AddressedBatch } from './queries.ts'

/** A genuine message, and the key versions that made it: two while the card's keys are being renewed. */
export interface SunReading extends CardReading {
  versions: readonly number[]
}

type KeyedBatch = Pick<AddressedBatch, 'id' | 'keyVersion'>

/** What the batch was made with comes first; its cards may have met a station since. */
const versionsOf = (keys: KeyService, { keyVersion: own }: KeyedBatch): number[] => [
  own,
  ...keys.generations.map(({ number }) => number).filter((number) => number > own),
]

/** Opens a message with every version that a card of this batch may have; undefined for anything forged or foreign. */
export function readSun(keys: KeyService, batch: KeyedBatch, message: SunMessage): SunReading | undefined {
  const versions = versionsOf(keys, batch).filter((version) => keys.isAccepted(version))
  for (const meta of versions) {
    const metaReadKey = keys.metaReadKey({ batchId: batch.id, keyVersion: meta })
    for (const file of versions) {
      const fileReadKeyOf = (uid: string) =>
        keys.cardKeys({ batchId: batch.id, keyVersion: file }, uid).fileReadKey
      const reading = verifySun(message, { metaReadKey, fileReadKeyOf })
      if (reading) return { ...reading, versions: [meta, file] }
    }
  }
  return undefined
}

/** Whether a card may speak with these versions: with its present one, or the one that is being written. */
export function isOfCard(
  { versions }: Pick<SunReading, 'versions'>,
  card: { keyVersion: number; rekeyingTo: number | null },
): boolean {
  return versions.every((version) => version === card.keyVersion || version === card.rekeyingTo)
}
