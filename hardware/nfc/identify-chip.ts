import { type CardChannel, HardwareError } from '../ports.ts'
import { exchange, nativeCommand, nativeStatus } from './apdu.ts'
import { hex } from './bytes.ts'
import { type ChipDescription, chips } from './chips.ts'
import { authenticateSector, transportKey } from './tags/classic.ts'
import { chipByVersion, readOriginalitySignature } from './tags/ntag21x.ts'
import { type TagReader, withTag } from './tags/reader-families.ts'
import { readAnticollisionUid, type TagTransport } from './tags/tag-transport.ts'
import { readHead } from './tags/type2.ts'
import { ultralightC } from './tags/ultralight.ts'

export interface IdentifiedChip {
  /** Undefined for a chip that the product does not know, or that this reader cannot tell. */
  readonly chip: ChipDescription | undefined
  /** Upper-case hex; another one each time where the chip hides its own. */
  readonly uid: string
  /** r‖s over the UID, for `verifyOriginality`; undefined where the chip has none or lets nobody read it. */
  readonly signature: Uint8Array | undefined
}

const getVersion = 0x60
const moreFrames = 0xaf
const readSignature = 0x3c
const hiddenUid = '00000000000000' // with Random ID (NT4H2421Gx §10.5.2)

async function readNativeSignature(channel: CardChannel): Promise<Uint8Array | undefined> {
  const { data, status } = await exchange(channel, nativeCommand(readSignature, Uint8Array.of(0)))
  return status === nativeStatus.signature || status === nativeStatus.ok ? data : undefined
}

/** The rest of GetVersion: software, then production data with the UID in front. */
async function readNativeUid(channel: CardChannel): Promise<string | undefined> {
  const next = nativeCommand(moreFrames)
  await exchange(channel, next)
  const { data } = await exchange(channel, next)
  const uid = hex(data.subarray(0, 7))
  return uid.length < 14 || uid === hiddenUid ? undefined : uid
}

const byNativeVersion = (hardware: Uint8Array) =>
  chips.find(
    ({ mark }) =>
      mark.by === 'native-version' && mark.type === hardware[1] && mark.majors.includes(hardware[3] ?? 0),
  )

/** A card that speaks ISO/IEC 14443-4; undefined for anything else. */
async function identifySmartCard(channel: CardChannel, seenUid: string): Promise<IdentifiedChip | undefined> {
  const { data, status } = await exchange(channel, nativeCommand(getVersion))
  if (status !== nativeStatus.moreFrames) return undefined
  const chip = byNativeVersion(data)
  const uid = (await readNativeUid(channel)) ?? seenUid
  return { chip, uid, signature: chip?.signedAs && (await readNativeSignature(channel)) }
}

const bySak = (sak: number | undefined) => chips.find(({ mark }) => mark.by === 'sak' && mark.sak === sak)

/** On a reader that tells no SAK: only a card with the maker's key gives itself away, and nothing is written to find out. */
async function opensAsClassic(tag: TagTransport): Promise<ChipDescription | undefined> {
  const classic = chips.find(({ mark }) => mark.by === 'sak')
  const isOpen = await authenticateSector(tag, 0, { name: 'a', value: transportKey })
  return isOpen ? classic : undefined
}

async function identifyTag(tag: TagTransport, seenUid: string): Promise<IdentifiedChip> {
  const sak = await tag.reselect()
  const unsigned = (chip: ChipDescription | undefined) => ({ chip, uid: seenUid, signature: undefined })
  const classic = bySak(sak)
  if (classic) return unsigned(classic)
  if (tag.kind === 'storage-only') return unsigned(await opensAsClassic(tag))
  const name =
    (await chipByVersion(tag)) ?? ((await ultralightC.isOnReader(tag)) ? ultralightC.chip : undefined)
  const chip = chips.find(({ chip }) => chip === name)
  if (!chip) return unsigned(undefined)
  const { uid } = await readHead(tag)
  return { chip, uid, signature: chip.signedAs && (await readOriginalitySignature(tag)) }
}

/**
 * Says what lies on the reader, by reading only and without a key of ours. `uid` of a Type 2 tag is from its own memory.
 * Throws 'no-card', 'card-lost', 'reader-gone'; a chip that is not in the table is no fault.
 */
export async function identifyChip(reader: TagReader): Promise<IdentifiedChip> {
  const seenUid = await readAnticollisionUid(reader.channel)
  const smartCard = await identifySmartCard(reader.channel, seenUid)
  if (smartCard) return smartCard
  try {
    return await withTag(reader, (tag) => identifyTag(tag, seenUid))
  } catch (error) {
    if (error instanceof HardwareError && error.code === 'unknown-card')
      return { chip: undefined, uid: seenUid, signature: undefined }
    throw error
  }
}
