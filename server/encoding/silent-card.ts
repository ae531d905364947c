import { timingSafeEqual } from 'node:crypto'
import { readAnticollisionUid } from '../../hardware/nfc/tags/tag-transport.ts'
import { findBatch } from '../batches/index.ts'
import { cardChips, chipData, findCardByUid, type Chip, type SilentChip } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import type { Db } from '../platform/database.ts'
import type { SilentCard, Stations } from '../stations/index.ts'
import { keysOfChip } from './chips/chip-writer.ts'
import { silentChips } from './chips/silent-chips.ts'

/**
 * Reads a card of ours that tells no address, with its own keys, and believes nothing but the MAC over its number and
 * UID. Undefined for any other card, which is asked for its UID and no more. Throws a `HardwareError` when it was lost.
 */
export async function readSilentCard(
  { db, keys, stations }: { db: Db; keys: KeyService; stations: Pick<Stations, 'channel'> },
  { stationId, reader: readerName }: { stationId: string; reader: string },
): Promise<SilentCard | undefined> {
  const channel = stations.channel(stationId, readerName)
  const uid = await readAnticollisionUid(channel)
  const card = await findCardByUid(db, uid)
  const batch = card && (await findBatch(db, card.batchId))
  if (!batch || !isSilent(batch.chip) || !keys.isAccepted(card.keyVersion)) return undefined
  const { cardNumber, keyVersion } = card
  const cardKeys = keysOfChip({ keys, batch: { ...batch, key_version: keyVersion } }, uid)
  const expected = Buffer.from(chipData(keys, { cardNumber, uid }))
  const held = await silentChips[batch.chip].read({ channel, readerName }, cardKeys, expected.length)
  if (held?.length !== expected.length || !timingSafeEqual(held, expected)) return undefined
  return { cardNumber, isCopyable: cardChips[batch.chip].isCopyable }
}

const isSilent = (chip: Chip): chip is SilentChip => cardChips[chip].says === 'own-keys'
