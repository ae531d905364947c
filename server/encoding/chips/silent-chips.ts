import { randomBytes } from 'node:crypto'
import { readMemberData } from '../../../hardware/nfc/desfire/member-file.ts'
import { readClassicData } from '../../../hardware/nfc/tags/classic.ts'
import { withStorageCard } from '../../../hardware/nfc/tags/reader-families.ts'
import type { SilentChip } from '../../cards/index.ts'
import type { CardKeys } from '../../keys/index.ts'
import { CLASSIC_SECTOR, classicKeys } from './classic.ts'
import { DESFIRE_APPLICATION, desfireKeys } from './desfire.ts'
import type { ChipJob } from './chip-writer.ts'

interface SilentReader {
  /** The first bytes of what the card holds for readers with its keys; undefined when it has other keys. Throws as `ChipWriter` does. */
  read(
    reader: Pick<ChipJob, 'channel' | 'readerName'>,
    keys: CardKeys,
    length: number,
  ): Promise<Uint8Array | undefined>
}

/** How a chip of ours is read that tells nobody an address: only who has a card's keys learns which one it is. */
export const silentChips: Readonly<Record<SilentChip, SilentReader>> = {
  desfire: {
    read: ({ channel }, keys, length) => {
      const [, readKey] = desfireKeys(keys).application
      return readMemberData(channel, { applicationId: DESFIRE_APPLICATION, readKey, length, randomBytes })
    },
  },
  'classic-1k': {
    read: async (reader, keys, length) => {
      const { keyA } = classicKeys(keys)
      const data = await withStorageCard(reader, (tag) => readClassicData(tag, CLASSIC_SECTOR, keyA))
      return data?.slice(0, length)
    },
  },
}
