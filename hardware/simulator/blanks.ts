import { randomBytes } from 'node:crypto'
import { hex } from '../nfc/bytes.ts'
import { HardwareError } from '../ports.ts'
import type { ChipKind } from './blank-kinds.ts'
import { VirtualDesfire } from './desfire-card.ts'
import type { DesfireMemoryJson } from './desfire/memory.ts'
import { VirtualNtag424 } from './ntag424-card.ts'
import type { CardMemoryJson } from './ntag424/memory.ts'
import { onReader } from './on-reader.ts'
import { VirtualClassic } from './tags/classic-tag.ts'
import { virtualNtag21x } from './tags/ntag21x-tag.ts'
import { VirtualTagReader } from './tags/reader.ts'
import type { TagMemoryJson, VirtualTag } from './tags/tag.ts'
import { virtualUltralight } from './tags/ultralight-tag.ts'
import type { VirtualCard } from './virtual-card.ts'

/** A chip as delivered, or with the memory that it had. */
type MakeChip = (uid: string, memory?: unknown) => VirtualCard

const ntag424: MakeChip = (uid, memory) =>
  onReader(memory ? VirtualNtag424.fromJson(memory as CardMemoryJson) : VirtualNtag424.blank(uid))

const desfire =
  (generation: 'ev2' | 'ev3'): MakeChip =>
  (uid, memory) =>
    onReader(
      memory ? VirtualDesfire.fromJson(memory as DesfireMemoryJson) : VirtualDesfire.blank(uid, generation),
    )

/** Tags lie on a reader like the ACR122U, which passes their own commands on. */
const tag =
  (make: (uid: string) => VirtualTag): MakeChip =>
  (uid, memory) => {
    const made = make(uid)
    if (memory) made.restore(memory as TagMemoryJson)
    return new VirtualTagReader('pass-through', made)
  }

const makers: Readonly<Record<ChipKind, MakeChip>> = {
  'ntag424-dna': ntag424,
  'ntag424-dna-lrp': ntag424,
  ntag213: tag((uid) => virtualNtag21x('ntag213', uid)),
  ntag215: tag((uid) => virtualNtag21x('ntag215', uid)),
  ntag216: tag((uid) => virtualNtag21x('ntag216', uid)),
  'ultralight-c': tag((uid) => virtualUltralight('ultralight-c', uid, randomBytes)),
  'ultralight-aes': tag((uid) => virtualUltralight('ultralight-aes', uid, randomBytes)),
  desfire: desfire('ev3'),
  'desfire-ev2': desfire('ev2'),
  'classic-1k': tag((uid) => new VirtualClassic(uid)),
}

export const restoreChip = (kind: ChipKind, uid: string, memory: unknown): VirtualCard =>
  makers[kind](uid, memory)

/** NXP is manufacturer 04 (ISO/IEC 7816-6); the other bytes are the chip's own. A Classic has four in all. */
const newUid = (kind: ChipKind): string => `04${hex(randomBytes(kind === 'classic-1k' ? 3 : 6))}`

/** A chip as its maker delivers it. */
export function blankChip(kind: ChipKind): VirtualCard {
  return makers[kind](newUid(kind))
}

const classicSectors = 16
const classicKeyDigits = 12

type SupplyChip = (uid: string, key: string) => VirtualCard

const suppliedNtag424: SupplyChip = (uid, key) => {
  const delivered = VirtualNtag424.blank(uid).toJSON()
  return ntag424(uid, { ...delivered, keys: delivered.keys.map((slot) => ({ ...slot, value: key })) })
}

const suppliedDesfire =
  (generation: 'ev2' | 'ev3'): SupplyChip =>
  (uid, key) => {
    const delivered = VirtualDesfire.blank(uid, generation).toJSON()
    const keys = [{ type: 'aes', value: key, version: 0 }] as const
    return desfire(generation)(uid, {
      ...delivered,
      levels: delivered.levels.map((level) => ({ ...level, keys })),
    })
  }

const suppliedClassic: SupplyChip = (uid, key) => {
  const classic = new VirtualClassic(uid)
  const keyA = key.slice(0, classicKeyDigits)
  for (let sector = 0; sector < classicSectors; sector += 1)
    classic.plant(sector * 4 + 3, `${keyA}FF078069${keyA}`)
  return new VirtualTagReader('pass-through', classic)
}

const suppliers: Readonly<Partial<Record<ChipKind, SupplyChip>>> = {
  'ntag424-dna': suppliedNtag424,
  'ntag424-dna-lrp': suppliedNtag424,
  desfire: suppliedDesfire('ev3'),
  'desfire-ev2': suppliedDesfire('ev2'),
  'classic-1k': suppliedClassic,
}

/** A chip whose supplier put in a secret key, 32 hex digits. Throws 'unknown-card' for a kind that suppliers deliver open. */
export function suppliedChip(kind: ChipKind, key: string): VirtualCard {
  const supply = suppliers[kind]
  if (!supply) throw new HardwareError('unknown-card')
  return supply(newUid(kind), key)
}
