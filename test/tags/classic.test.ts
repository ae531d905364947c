import { describe, expect, test } from 'vitest'
import { hex, unhex } from '../../hardware/nfc/bytes.ts'
import { authenticateSector, transportKey } from '../../hardware/nfc/tags/classic.ts'
import {
  decodeAccess,
  encodeAccess,
  findLockOut,
  type SectorAccess,
} from '../../hardware/nfc/tags/classic-access.ts'
import { personaliseClassic, recoverClassic } from '../../hardware/nfc/tags/personalise-classic.ts'
import { withStorageCard } from '../../hardware/nfc/tags/reader-families.ts'
import { readStorage, writeStorage } from '../../hardware/nfc/tags/storage-card.ts'
import type { TagTransport, TransportKind } from '../../hardware/nfc/tags/tag-transport.ts'
import { VirtualClassic } from '../../hardware/simulator/tags/classic-tag.ts'
import { VirtualTagReader } from '../../hardware/simulator/tags/reader.ts'
import { classicPlan, countCommands, readerNames, secretOf, tear, tearsOf } from './scene.ts'

const uid = '9A3B2C1D'
const keyA = secretOf(uid, 'key A of sector 1', 6)
const keyB = secretOf(uid, 'key B of sector 1', 6)
const kinds = ['pass-through', 'transparent', 'storage-only'] as const

const on = <Result>(
  kind: TransportKind,
  reader: VirtualTagReader,
  work: (tag: TagTransport) => Promise<Result>,
) => withStorageCard({ channel: reader, readerName: readerNames[kind] }, work)

async function feed(kind: TransportKind, card: VirtualClassic, plan = classicPlan()) {
  const reader = new VirtualTagReader(kind, card)
  reader.powerOff()
  return on(kind, reader, (tag) => personaliseClassic(tag, plan))
}

const foreignContent = () => ({
  data: new Uint8Array(3),
  keyA: new Uint8Array(6),
  keyB: new Uint8Array(6),
})
const contentTooLong = () => ({ data: new Uint8Array(49), keyA, keyB })

const conditions = [0, 1, 2, 3, 4, 5, 6, 7] as const
const everyAccess: readonly SectorAccess[] = conditions.flatMap((trailer) =>
  conditions.flatMap((data) => conditions.map((last): SectorAccess => [data, data, last, trailer])),
)

describe('access bits', () => {
  test('are computed as the maker delivers them, and as the usual ones are', () => {
    expect(hex(encodeAccess([0, 0, 0, 1]))).toBe('FF0780')
    expect(hex(encodeAccess([4, 4, 4, 3]))).toBe('787788')
  })

  test('are read back as they were written, whatever they are', () => {
    for (const access of everyAccess) expect(decodeAccess(encodeAccess(access))).toEqual(access)
  })

  test('with one bit wrong are recognised, whichever it is', () => {
    for (let bit = 0; bit < 24; bit += 1) {
      const bytes = encodeAccess([4, 4, 4, 3])
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(findLockOut(bytes)).toBe('bits-disagree')
    }
  })

  test.each<readonly [string, SectorAccess]>([
    ['key-b-is-readable', [0, 0, 0, 1]],
    ['data-unreadable', [4, 4, 3, 3]],
    ['data-unwritable', [4, 2, 4, 3]],
    ['keys-unchangeable', [4, 4, 4, 6]],
    ['keys-unchangeable', [4, 4, 4, 5]],
    ['keys-unchangeable', [4, 4, 4, 4]],
  ])('are refused for %s', (reason, access) => {
    expect(findLockOut(encodeAccess(access))).toBe(reason)
  })

  test('that are let pass keep a simulated sector open to both keys, and all others do not', async () => {
    for (const access of everyAccess) {
      const card = new VirtualClassic(uid)
      card.plant(7, hex(keyA) + hex(encodeAccess(access)) + '69' + hex(keyB))
      const isKept = await on('storage-only', new VirtualTagReader('storage-only', card), keepsWorking)
      expect(isKept, access.join()).toBe(findLockOut(encodeAccess(access)) === undefined)
    }
  })
})

/** Reads with both keys, writes data with B, then changes keys and access with B. */
async function keepsWorking(tag: TagTransport): Promise<boolean> {
  const blocks = [4, 5, 6]
  for (const [name, value] of [
    ['a', keyA],
    ['b', keyB],
  ] as const) {
    if (!(await authenticateSector(tag, 1, { name, value }))) return false
    for (const block of blocks) if (!(await readStorage(tag.channel, block))) return false
  }
  for (const block of blocks) if (!(await writeStorage(tag.channel, block, new Uint8Array(16)))) return false
  const fresh = unhex('A1A2A3A4A5A6787788B9B1B2B3B4B5B6')
  if (!(await writeStorage(tag.channel, 7, fresh))) return false
  return (
    (await authenticateSector(tag, 1, { name: 'a', value: fresh.slice(0, 6) })) &&
    (await authenticateSector(tag, 1, { name: 'b', value: fresh.slice(10) })) &&
    hex((await readStorage(tag.channel, 7)) ?? new Uint8Array()).slice(12, 18) === '787788'
  )
}

describe.each(kinds)('a MIFARE Classic 1K on a %s reader', (kind) => {
  test('carries our data under its own keys, and a second feed only proves it', async () => {
    const card = new VirtualClassic(uid)
    expect(await feed(kind, card)).toEqual({ outcome: 'finished', uid })
    expect(hex(card.block(7))).toBe(`${hex(keyA)}78778869${hex(keyB)}`)
    expect(hex(card.block(4)) + hex(card.block(5))).toBe(hex(secretOf(uid, 'data with MAC', 32)))
    expect(hex(card.block(11))).toBe('FFFFFFFFFFFFFF078069FFFFFFFFFFFF')
    expect(await feed(kind, card)).toEqual({ outcome: 'finished', uid })
  })

  test('is opened by no key that everybody knows', async () => {
    const card = new VirtualClassic(uid)
    await feed(kind, card)
    for (const name of ['a', 'b'] as const) {
      const isOpen = await on(kind, new VirtualTagReader(kind, card), (tag) =>
        authenticateSector(tag, 1, { name, value: transportKey }),
      )
      expect(isOpen).toBe(false)
    }
  })

  test('with somebody else’s keys is spoiled', async () => {
    const card = new VirtualClassic(uid)
    await feed(kind, card)
    expect(await feed(kind, card, classicPlan({ contentOf: foreignContent }))).toEqual({
      outcome: 'spoiled',
      reason: 'foreign-keys',
    })
  })

  test('torn at any command is blank or finished; only a trailer caught half-way spoils it', async () => {
    const job = (reader: VirtualTagReader) =>
      on(kind, reader, (tag) => personaliseClassic(tag, classicPlan()))
    const commands = await countCommands(new VirtualTagReader(kind, new VirtualClassic(uid)), job)
    const counts = { blank: 0, finished: 0, spoiled: 0 }
    for (const at of tearsOf(commands)) {
      const card = new VirtualClassic(uid)
      const reader = new VirtualTagReader(kind, card)
      await tear(reader, at, job)
      const { outcome } = await on(kind, reader, (tag) => recoverClassic(tag, classicPlan()))
      reader.powerOff()
      counts[outcome] += 1
      const again = await job(reader)
      expect(again.outcome, JSON.stringify(at)).toBe(outcome === 'spoiled' ? 'spoiled' : 'finished')
      const isHalf = ![hex(keyA), 'FFFFFFFFFFFF'].includes(hex(card.block(7)).slice(0, 12))
      if (outcome !== 'spoiled') expect(isHalf).toBe(false)
    }
    expect(counts.spoiled).toBe(2) // the trailer's write, which lands half or not at all
    expect(counts.blank).toBeGreaterThan(0)
    expect(counts.finished).toBeGreaterThan(0)
  })
})

test('a blank with a secret key of the card bureau is opened by that', async () => {
  const card = new VirtualClassic(uid)
  card.plant(7, 'A0A1A2A3A4A5FF078069A0A1A2A3A4A5')
  expect(await feed('storage-only', card)).toMatchObject({ outcome: 'spoiled' })
  const oldKeyA = unhex('A0A1A2A3A4A5')
  expect(await feed('storage-only', card, classicPlan({ oldKeyA }))).toMatchObject({ outcome: 'finished' })
})

test.each([0, 16, 1.5])('sector %s is refused', async (sector) => {
  await expect(feed('storage-only', new VirtualClassic(uid), classicPlan({ sector }))).rejects.toThrow(
    RangeError,
  )
})

test('what does not fit is refused before the card is touched', async () => {
  const plan = classicPlan({ contentOf: contentTooLong })
  await expect(feed('storage-only', new VirtualClassic(uid), plan)).rejects.toThrow(RangeError)
})
