import { describe, expect, test } from 'vitest'
import { hex } from '../../hardware/nfc/bytes.ts'
import type { Ntag21xPlan } from '../../hardware/nfc/tags/ntag21x-job.ts'
import { authenticatePassword, readCounter } from '../../hardware/nfc/tags/ntag21x.ts'
import { personaliseNtag21x, recoverNtag21x } from '../../hardware/nfc/tags/personalise-ntag21x.ts'
import { withTag } from '../../hardware/nfc/tags/reader-families.ts'
import { readType2Uri } from '../../hardware/nfc/tags/type2.ts'
import type { TagTransport } from '../../hardware/nfc/tags/tag-transport.ts'
import { uriMessage } from '../../hardware/nfc/tags/type2-content.ts'
import type { CardChannel } from '../../hardware/ports.ts'
import { virtualNtag21x } from '../../hardware/simulator/tags/ntag21x-tag.ts'
import { VirtualTagReader } from '../../hardware/simulator/tags/reader.ts'
import type { VirtualType2Tag } from '../../hardware/simulator/tags/type2-tag.ts'
import {
  countCommands,
  directly,
  ntagPlan,
  onReader,
  readerNames,
  secretOf,
  tear,
  tearsOf,
  uid,
  uri,
} from './scene.ts'

const password = secretOf(uid, 'password', 4)
const pages = { ntag213: 0x28, ntag215: 0x82, ntag216: 0xe2 } as const
const names = ['ntag213', 'ntag215', 'ntag216'] as const
const rawKinds = ['pass-through', 'transparent'] as const

const finishedTag = async (plan = ntagPlan(), name: (typeof names)[number] = 'ntag213') => {
  const tag = virtualNtag21x(name, uid)
  expect(await onReader('pass-through', tag, (way) => personaliseNtag21x(way, plan))).toEqual({
    outcome: 'finished',
    uid,
  })
  return tag
}

describe.each(names)('an %s', (name) => {
  test.each(rawKinds)(
    'becomes one of our cards on a %s reader, and a second feed only proves it',
    async (kind) => {
      const tag = virtualNtag21x(name, uid)
      const job = () => onReader(kind, tag, (way) => personaliseNtag21x(way, ntagPlan()))
      expect(await job()).toEqual({ outcome: 'finished', uid })
      const lockPage = pages[name]
      expect(hex(tag.page(lockPage + 1))).toBe('04000004')
      expect(hex(tag.page(lockPage + 2))).toBe('17050000')
      expect(hex(tag.page(3)).slice(-2)).toBe('0F')
      expect(hex(tag.page(2)).slice(-4)).toBe('0F00')
      expect(await job()).toEqual({ outcome: 'finished', uid })
    },
  )

  test('shows its address to anybody who reads it', async () => {
    const tag = await finishedTag(ntagPlan(), name)
    for (const kind of ['pass-through', 'transparent', 'storage-only'] as const)
      expect(await onReader(kind, tag, readType2Uri)).toBe(uri)
  })

  test('is written by nobody without the password', async () => {
    const tag = await finishedTag(ntagPlan(), name)
    const last = pages[name] - 1
    for (const page of [3, 4, 15, 16, last, last + 1, last + 2, last + 3, last + 4, last + 5])
      expect(await directly(tag).writePage(page, Uint8Array.of(0xff, 0xff, 0xff, 0xff))).toBe(false)
    expect(await authenticatePassword(directly(tag), Uint8Array.of(1, 2, 3, 4))).toBeUndefined()
    expect(await authenticatePassword(directly(tag), password)).toEqual(secretOf(uid, 'acknowledge', 2))
  })

  test('frozen, is written again by whoever has the password, and locked by nobody', async () => {
    const tag = await finishedTag(ntagPlan(), name)
    const open = directly(tag)
    await authenticatePassword(open, password)
    for (const page of [4, 15, 16, pages[name] - 1])
      expect(await open.writePage(page, Uint8Array.of(1, 2, 3, 4))).toBe(true)
    await open.writePage(2, Uint8Array.of(0, 0, 0xff, 0xff))
    await open.writePage(pages[name], Uint8Array.of(0xff, 0xff, 0xff, 0))
    expect(hex(tag.page(2)).slice(-4)).toBe('0F00')
    for (const page of [4, 15, 16, pages[name] - 1])
      expect(await open.writePage(page, Uint8Array.of(5, 6, 7, 8))).toBe(true)
    expect(await open.writePage(3, Uint8Array.of(0, 0, 0, 0xf0))).toBe(false)
  })

  test('locked for ever, is written by nobody at all', async () => {
    const tag = await finishedTag(ntagPlan({ locks: 'for-ever' }), name)
    for (let page = 3; page < pages[name]; page += 1) {
      const open = directly(tag)
      await authenticatePassword(open, password)
      expect(await open.writePage(page, Uint8Array.of(1, 2, 3, 4))).toBe(false)
    }
    const again = await onReader('transparent', tag, (way) =>
      personaliseNtag21x(way, ntagPlan({ locks: 'for-ever' })),
    )
    expect(again).toEqual({ outcome: 'finished', uid })
  })
})

test('with reading protected, a phone sees nothing and we see all', async () => {
  const plan = ntagPlan({ isReadProtected: true })
  const tag = await finishedTag(plan)
  await expect(onReader('pass-through', tag, readType2Uri)).rejects.toMatchObject({ code: 'unknown-card' })
  expect(await onReader('pass-through', tag, (way) => personaliseNtag21x(way, plan))).toMatchObject({
    outcome: 'finished',
  })
})

test('an address of over 254 bytes has its length in three', async () => {
  const message = uriMessage(`https://cards.example.com/${'a'.repeat(200)}`)
  const long = Uint8Array.from([...message, ...new Uint8Array(120)])
  const content = { message: long, password, acknowledge: secretOf(uid, 'acknowledge', 2) }
  const tag = await finishedTag(ntagPlan({ contentOf: () => content }), 'ntag216')
  expect(hex(tag.page(4))).toBe(`03FF${long.length.toString(16).toUpperCase().padStart(4, '0')}`)
})

test('what does not fit is refused before anything is written', async () => {
  const content = { message: new Uint8Array(142), password, acknowledge: new Uint8Array(2) }
  const tag = virtualNtag21x('ntag213', uid)
  const fresh = virtualNtag21x('ntag213', uid)
  const job = onReader('pass-through', tag, (way) =>
    personaliseNtag21x(way, ntagPlan({ contentOf: () => content })),
  )
  await expect(job).rejects.toThrow(RangeError)
  expect(tag.page(4)).toEqual(fresh.page(4))
})

test('a chip that its maker did not sign is refused before anything is written', async () => {
  const tag = virtualNtag21x('ntag213', uid)
  const job = onReader('pass-through', tag, (way) =>
    personaliseNtag21x(way, ntagPlan({ originality: { publicKeys: [] } })),
  )
  await expect(job).rejects.toMatchObject({ code: 'not-genuine' })
  expect(hex(tag.page(4))).toBe('0103A00C')
})

test('a reader for storage cards cannot write it, and says so', async () => {
  const tag = virtualNtag21x('ntag213', uid)
  const job = onReader('storage-only', tag, (way) => personaliseNtag21x(way, ntagPlan()))
  await expect(job).rejects.toMatchObject({ code: 'reader-cannot' })
})

test('the tag counts one reading each time it is laid on a reader', async () => {
  const tag = await finishedTag()
  const before = await onReader('pass-through', tag, async (way) => {
    await way.readPages(4)
    return readCounter(way)
  })
  const after = await onReader('pass-through', tag, async (way) => {
    await way.readPages(4)
    await way.readPages(4)
    return readCounter(way)
  })
  expect(after).toBe((before ?? 0) + 1)
})

test('somebody else’s password spoils the card, and costs the tag one attempt a feed', async () => {
  const tag = await finishedTag(ntagPlan({ attemptLimit: 3 }))
  const foreign = ntagPlan({
    contentOf: () => ({
      message: uriMessage(uri),
      password: Uint8Array.of(1, 2, 3, 4),
      acknowledge: new Uint8Array(2),
    }),
  })
  const feed = () => onReader('transparent', tag, (way) => personaliseNtag21x(way, foreign))
  expect(await feed()).toEqual({ outcome: 'spoiled', reason: 'foreign-keys' })
  expect(tag.counters.failures).toBe(1)
  await feed()
  await feed()
  expect(await authenticatePassword(directly(tag), password)).toBeUndefined() // the limit closes it for us too
})

test('pages that somebody locked before us spoil the card', async () => {
  const tag = virtualNtag21x('ntag213', uid)
  await directly(tag).writePage(2, Uint8Array.of(0, 0, 0x20, 0)) // page 5
  expect(await onReader('pass-through', tag, (way) => personaliseNtag21x(way, ntagPlan()))).toEqual({
    outcome: 'spoiled',
    reason: 'foreign-locks',
  })
})

/** Without the signature's arithmetic, where a job runs hundreds of times. */
const plainPlan = (overrides: Partial<Ntag21xPlan> = {}) => {
  const { originality: _, ...plan } = ntagPlan(overrides)
  return plan
}

const job = (kind: (typeof rawKinds)[number], plan: Ntag21xPlan) => (reader: VirtualTagReader) =>
  withTag({ channel: reader, readerName: readerNames[kind] }, (way) => personaliseNtag21x(way, plan))

/** What anybody reads who looks at the tag; never half an address. */
const shownAddress = (tag: VirtualType2Tag) => readType2Uri(directly(tag)).catch(() => undefined)

describe.each([
  ['pass-through', plainPlan()],
  ['transparent', plainPlan({ locks: 'for-ever' })],
  ['pass-through', plainPlan({ isReadProtected: true })],
] as const)('an NTAG 213 torn at any command on a %s reader', (kind, plan) => {
  test('is finished when it is fed again, and rightly called blank or finished by the recovery', async () => {
    const commands = await countCommands(
      new VirtualTagReader(kind, virtualNtag21x('ntag213', uid)),
      job(kind, plan),
    )
    expect(commands).toBeGreaterThan(40)
    const outcomes = new Set<string>()
    for (const at of tearsOf(commands)) {
      const tag = virtualNtag21x('ntag213', uid)
      const reader = new VirtualTagReader(kind, tag)
      await tear(reader, at, job(kind, plan))
      if (!plan.isReadProtected) expect([undefined, uri]).toContain(await shownAddress(tag))
      reader.powerOff()
      const recovered = await withTag({ channel: reader, readerName: readerNames[kind] }, (way) =>
        recoverNtag21x(way, plan),
      )
      reader.powerOff()
      outcomes.add(recovered.outcome)
      expect.soft(recovered.outcome, JSON.stringify(at)).not.toBe('spoiled')
      if (recovered.outcome === 'blank') expect(hex(tag.page(0x29))).toBe('040000FF')
      expect.soft(await job(kind, plan)(reader), JSON.stringify(at)).toEqual({ outcome: 'finished', uid })
      reader.powerOff()
      if (!plan.isReadProtected) expect(await shownAddress(tag)).toBe(uri)
      expect(tag.counters.failures).toBe(0)
    }
    expect(outcomes).toEqual(new Set(['blank', 'finished']))
  })
})

test('a tag torn again at every command of the second feed is finished by the third', async () => {
  const commands = 48
  for (let first = 5; first <= commands; first += 3) {
    for (let second = 1; second <= commands; second += 2) {
      const tag = virtualNtag21x('ntag213', uid)
      const reader = new VirtualTagReader('pass-through', tag)
      await tear(
        reader,
        { apdu: first, phase: 'during', lands: second % 4 === 1 },
        job('pass-through', plainPlan()),
      )
      await tear(
        reader,
        { apdu: second, phase: 'during', lands: first % 2 === 0 },
        job('pass-through', plainPlan()),
      )
      expect(await job('pass-through', plainPlan())(reader)).toEqual({ outcome: 'finished', uid })
    }
  }
})

test('a read-protected tag that is torn is known again also where the reader has seen no UID', async () => {
  const plan = plainPlan({ isReadProtected: true })
  for (const at of tearsOf(48)) {
    const reader = new VirtualTagReader('pass-through', virtualNtag21x('ntag213', uid))
    const unseen: CardChannel = { transmit: (apdu) => reader.transmit(apdu) }
    const feed = () =>
      withTag({ channel: unseen, readerName: readerNames['pass-through'] }, (way) =>
        personaliseNtag21x(way, plan),
      )
    await tear(reader, at, feed)
    expect(await feed(), JSON.stringify(at)).toEqual({ outcome: 'finished', uid })
  }
})

test('a password that did not stay protects nothing', async () => {
  const tag = virtualNtag21x('ntag213', uid)
  const outcome = await onReader('pass-through', tag, (way) => {
    const forgetful: TagTransport = {
      ...way,
      writePage: (page, data) => (page === 0x2b ? Promise.resolve(true) : way.writePage(page, data)),
    }
    return personaliseNtag21x(forgetful, plainPlan())
  })
  expect(outcome).toEqual({ outcome: 'spoiled', reason: 'proof-failed' })
  expect(hex(tag.page(0x29))).toBe('040000FF')
})
