import { HardwareError, type CardChannel } from '../../hardware/ports.ts'
import { CardStatusError } from '../../hardware/nfc/apdu.ts'
import type { ChipDescription } from '../../hardware/nfc/chips.ts'
import { cardLevel, selectDesfire } from '../../hardware/nfc/desfire/desfire.ts'
import { readKeyVersion } from '../../hardware/nfc/ev2-commands.ts'
import { identifyChip, type IdentifiedChip } from '../../hardware/nfc/identify-chip.ts'
import { selectApplication } from '../../hardware/nfc/ntag424.ts'
import { simulatedMaker, verifyOriginality } from '../../hardware/nfc/originality.ts'
import { readTap } from '../../hardware/nfc/read-tap.ts'
import { withTag } from '../../hardware/nfc/tags/reader-families.ts'
import { readType2Uri } from '../../hardware/nfc/tags/type2.ts'
import { DESFIRE_APPLICATION } from '../encoding/index.ts'
import type { Examination, Originality } from './schema.ts'

type KeyVersions = Examination['keyVersions']

/** What a card tells anybody who has it on a reader, and no byte more. */
export interface Seen {
  chip: ChipDescription | undefined
  uid: string
  isUidHidden: boolean
  originality: Originality
  keyVersions: KeyVersions
  /** the address that phones would open; it may be a secret of somebody else's */
  uri: string | undefined
}

/**
 * Looks at the card on a reader by reading only. Throws a `HardwareError` when the card or the reader was lost on the way;
 * what a card does not tell is no fault.
 */
export async function lookAtCard(reader: { channel: CardChannel; readerName: string }): Promise<Seen> {
  const identified = await identifyChip(reader)
  const { chip, uid } = identified
  return {
    chip,
    uid,
    isUidHidden: chip?.kind === 'smart-card' && /^08.{6}$/.test(uid),
    originality: originalityOf(identified),
    keyVersions: await keyVersionsOf(reader.channel, chip),
    uri: await whereItTells(() => readUri(reader, chip)),
  }
}

function originalityOf({ chip, uid, signature }: IdentifiedChip): Originality {
  if (!chip) return 'unreadable'
  const { signedAs } = chip
  if (!signedAs) return 'none'
  if (!signature) return 'unreadable'
  if (verifyOriginality(signedAs, uid, signature)) return 'genuine'
  return verifyOriginality(signedAs, uid, signature, [simulatedMaker(signedAs)]) ? 'simulated' : 'foreign'
}

const NTAG424_KEYS = [0, 1, 2, 3, 4]
const DESFIRE_KEYS = [0, 1, 2]

async function keyVersionsOf(channel: CardChannel, chip: ChipDescription | undefined): Promise<KeyVersions> {
  if (chip?.family === 'ntag424') {
    await selectApplication(channel)
    return versionsOf(channel, 'application', NTAG424_KEYS)
  }
  if (chip?.family !== 'desfire') return []
  await selectDesfire(channel, cardLevel)
  const ofCard = await versionsOf(channel, 'card', [0])
  const isOurs = await whereItTells(() => selectDesfire(channel, DESFIRE_APPLICATION))
  return isOurs ? [...ofCard, ...(await versionsOf(channel, 'application', DESFIRE_KEYS))] : ofCard
}

async function versionsOf(
  channel: CardChannel,
  of: KeyVersions[number]['of'],
  keys: readonly number[],
): Promise<KeyVersions> {
  const versions: KeyVersions = []
  for (const key of keys) {
    const version = await whereItTells(() => readKeyVersion(channel, key))
    if (version !== undefined) versions.push({ of, key, version })
  }
  return versions
}

function readUri(
  reader: { channel: CardChannel; readerName: string },
  chip: ChipDescription | undefined,
): Promise<string | undefined> {
  if (chip?.kind === 'type-2-tag') return withTag(reader, readType2Uri)
  return chip?.kind === 'storage-card' ? Promise.resolve(undefined) : readTap(reader.channel)
}

/** A card that refuses to say something is still the card that lies there. */
async function whereItTells<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    const isSilent =
      error instanceof CardStatusError ||
      (error instanceof HardwareError && (error.code === 'unknown-card' || error.code === 'card-refused'))
    if (isSilent) return undefined
    throw error
  }
}
