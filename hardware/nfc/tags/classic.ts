import { exchange, isoOk, nativeCommand, nativeStatus } from '../apdu.ts'
import { concat, unhex } from '../bytes.ts'
import type { ClassicKeyName } from './classic-access.ts'
import { readStorage } from './storage-card.ts'
import { tagCommand, type TagTransport } from './tag-transport.ts'

export const classicBlockLength = 16
export const dataBlocksPerSector = 3
export const classicSectors = 16

/** Key A and key B of a card as NXP delivers it (MF1S50yyX/V1 §8.6.3). */
export const transportKey = unhex('FFFFFFFFFFFF')

const firstBlock = (sector: number) => sector * 4
export const trailerBlock = (sector: number): number => firstBlock(sector) + 3
export const dataBlocks = (sector: number): readonly number[] =>
  [0, 1, 2].map((block) => firstBlock(sector) + block)

const classicSak = 0x08 // MF1S50yyX/V1 §8.4

/**
 * Whether a MIFARE Classic 1K lies there, before a key is tried. A reader that tells no SAK is asked for a block: any
 * other storage card gives it, and a smart card knows its version.
 */
export async function isClassic(tag: TagTransport): Promise<boolean> {
  const sak = await tag.reselect()
  if (sak !== undefined) return sak === classicSak
  const { status } = await exchange(tag.channel, nativeCommand(tagCommand.getVersion))
  return status !== nativeStatus.moreFrames && (await readStorage(tag.channel, 0)) === undefined
}

export interface ClassicKey {
  readonly name: ClassicKeyName
  /** 6 bytes. */
  readonly value: Uint8Array
}

const keySlot = 0x00 // volatile memory of the reader (ACR122U API 2.04 §5.1)
const keyTypes: Readonly<Record<ClassicKeyName, number>> = { a: 0x60, b: 0x61 }

/**
 * Load Keys and General Authenticate (PC/SC part 3 §3.2.2.1.4, §3.2.2.1.6). Whether the key opens the sector; when it does
 * not, the card is selected anew.
 */
export async function authenticateSector(
  tag: TagTransport,
  sector: number,
  key: ClassicKey,
): Promise<boolean> {
  const load = concat(Uint8Array.of(0xff, 0x82, 0, keySlot, key.value.length), key.value)
  const loaded = await exchange(tag.channel, load)
  const place = Uint8Array.of(0x01, 0, trailerBlock(sector), keyTypes[key.name], keySlot)
  const authenticate = concat(Uint8Array.of(0xff, 0x86, 0, 0, place.length), place)
  if (loaded.status === isoOk && (await exchange(tag.channel, authenticate)).status === isoOk) return true
  await tag.reselect()
  return false
}

/** The 48 data bytes of a sector that key A reads; undefined when the card has another key there. */
export async function readClassicData(
  tag: TagTransport,
  sector: number,
  keyA: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (!(await authenticateSector(tag, sector, { name: 'a', value: keyA }))) return undefined
  const blocks: Uint8Array[] = []
  for (const block of dataBlocks(sector))
    blocks.push((await readStorage(tag.channel, block)) ?? new Uint8Array())
  return concat(...blocks)
}
