import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hex, unhex } from '../../hardware/nfc/bytes.ts'
import { personaliseUltralight, recoverUltralight } from '../../hardware/nfc/tags/personalise-ultralight.ts'
import { withTag } from '../../hardware/nfc/tags/reader-families.ts'
import { authenticateAes, authenticateTripleDes } from '../../hardware/nfc/tags/tag-authentication.ts'
import type { TagTransport } from '../../hardware/nfc/tags/tag-transport.ts'
import { readType2Uri } from '../../hardware/nfc/tags/type2.ts'
import { ultralightAes, ultralightC } from '../../hardware/nfc/tags/ultralight.ts'
import { VirtualTagReader } from '../../hardware/simulator/tags/reader.ts'
import { virtualUltralight } from '../../hardware/simulator/tags/ultralight-tag.ts'
import {
  countCommands,
  directly,
  onReader,
  readerNames,
  secretOf,
  tear,
  tearsOf,
  uid,
  ultralightPlan,
  uri,
} from './scene.ts'

const random = (length: number) => Uint8Array.from(randomBytes(length))
const models = [
  ['ultralight-c', ultralightC],
  ['ultralight-aes', ultralightAes],
] as const
const key = secretOf(uid, 'data key', 16)
const rawKinds = ['pass-through', 'transparent'] as const

describe.each(models)('a MIFARE %s', (name, model) => {
  const plan = ultralightPlan(model.keyCount)
  const blank = () => virtualUltralight(name, uid, random)

  test.each(rawKinds)(
    'becomes one of our cards on a %s reader, and a second feed only proves it',
    async (kind) => {
      const tag = blank()
      const feed = () => onReader(kind, tag, (way) => personaliseUltralight(way, model, plan))
      expect(await feed()).toEqual({ outcome: 'finished', uid })
      expect(hex(tag.page(3))).toBe('E110120F')
      expect(hex(tag.page(2)).slice(-4)).toBe('0F00')
      expect(await feed()).toEqual({ outcome: 'finished', uid })
      expect(await onReader(kind, tag, readType2Uri)).toBe(uri)
    },
  )

  test('is written by nobody without the key, and by us with it', async () => {
    const tag = blank()
    await onReader('transparent', tag, (way) => personaliseUltralight(way, model, plan))
    const junk = Uint8Array.of(0xff, 0xff, 0xff, 0xff)
    for (const page of [3, 4, 15, 39, model.auth0.page, 0x2b, 0x2e, 0x2f].filter((p) => p < model.pageCount))
      expect(await directly(tag).writePage(page, junk)).toBe(false)
    const open = directly(tag)
    expect(await model.authenticate(open, random(16), random)).toBe(false)
    expect(await model.authenticate(open, key, random)).toBe(true)
    expect(await open.writePage(4, junk)).toBe(true)
  })

  test('never gives its key away', async () => {
    const tag = blank()
    await onReader('transparent', tag, (way) => personaliseUltralight(way, model, plan))
    const open = directly(tag)
    await model.authenticate(open, key, random)
    const first = model.keyPages([key, key]).at(-1)?.first ?? 0
    expect(hex((await open.readPages(first)) ?? key)).toBe('00'.repeat(16))
  })

  test('with somebody else’s key is spoiled', async () => {
    const tag = blank()
    await onReader('transparent', tag, (way) => personaliseUltralight(way, model, plan))
    const foreign = ultralightPlan(model.keyCount, {
      contentOf: () => ({
        message: Uint8Array.of(),
        keys: [random(16), random(16)].slice(0, model.keyCount),
      }),
    })
    expect(await onReader('transparent', tag, (way) => personaliseUltralight(way, model, foreign))).toEqual({
      outcome: 'spoiled',
      reason: 'foreign-keys',
    })
  })

  test('cannot be written on a reader for storage cards, which says so', async () => {
    const work = onReader('storage-only', blank(), (way) => personaliseUltralight(way, model, plan))
    await expect(work).rejects.toMatchObject({ code: 'reader-cannot' })
  })

  test.each([
    ['pass-through', false],
    ['transparent', true],
  ] as const)(
    'torn at any command on a %s reader (reading protected: %s) ends finished',
    async (kind, isReadProtected) => {
      const { originality: _, ...own } = { ...plan, isReadProtected }
      const reader = (tag: ReturnType<typeof blank>) => new VirtualTagReader(kind, tag)
      const withReader = <Result>(on: VirtualTagReader, work: (way: TagTransport) => Promise<Result>) =>
        withTag({ channel: on, readerName: readerNames[kind] }, work)
      const job = (on: VirtualTagReader) => withReader(on, (way) => personaliseUltralight(way, model, own))
      const commands = await countCommands(reader(blank()), job)
      const outcomes = new Set<string>()
      for (const at of tearsOf(commands)) {
        const tag = blank()
        const on = reader(tag)
        await tear(on, at, job)
        const { outcome } = await withReader(on, (way) => recoverUltralight(way, model, own))
        on.powerOff()
        outcomes.add(outcome)
        expect.soft(outcome, JSON.stringify(at)).not.toBe('spoiled')
        expect.soft(await job(on), JSON.stringify(at)).toEqual({ outcome: 'finished', uid })
        on.powerOff()
        expect(await model.authenticate(directly(tag), key, random)).toBe(true)
        const uidKey = { number: 1, value: secretOf(uid, 'uid key', 16) } as const
        if (model === ultralightAes) expect(await authenticateAes(directly(tag), uidKey, random)).toBe(true)
      }
      expect(outcomes).toEqual(new Set(['blank', 'finished']))
    },
  )
})

test('a copied Ultralight AES is refused', async () => {
  const plan = ultralightPlan(2, { originality: { publicKeys: [] } })
  const tag = virtualUltralight('ultralight-aes', uid, random)
  await expect(
    onReader('pass-through', tag, (way) => personaliseUltralight(way, ultralightAes, plan)),
  ).rejects.toMatchObject({ code: 'not-genuine' })
})

test('too many wrong keys close an Ultralight AES for ever', async () => {
  const tag = virtualUltralight('ultralight-aes', uid, random)
  const plan = ultralightPlan(2, { attemptLimit: 2 })
  await onReader('pass-through', tag, (way) => personaliseUltralight(way, ultralightAes, plan))
  for (let attempt = 0; attempt < 2; attempt += 1)
    await authenticateAes(directly(tag), { number: 0, value: random(16) }, random)
  expect(await authenticateAes(directly(tag), { number: 0, value: key }, random)).toBe(false)
})

test('the key of a blank Ultralight C is the one that everybody knows, in the order of its pages', async () => {
  const tag = virtualUltralight('ultralight-c', uid, random)
  expect(await authenticateTripleDes(directly(tag), unhex('49454D4B41455242214E4143554F5946'), random)).toBe(
    true,
  )
})

test('a tag that answers without knowing the key is not believed', async () => {
  const parrot: TagTransport = {
    ...directly(virtualUltralight('ultralight-c', uid, random)),
    send: (command) => Promise.resolve(Uint8Array.of(command[0] === 0x1a ? 0xaf : 0x00, ...random(8))),
  }
  expect(await authenticateTripleDes(parrot, key, random)).toBe(false)
})

test('the key pages of Ultralight C hold each half from its last byte to its first', () => {
  const [run] = ultralightC.keyPages([unhex('000102030405060708090A0B0C0D0E0F')])
  expect(run?.first).toBe(0x2c)
  expect(hex(run?.bytes ?? key)).toBe('07060504030201000F0E0D0C0B0A0908') // as nfc-tools.github.io prints it
})
