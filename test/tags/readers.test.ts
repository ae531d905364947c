import { simulatedMaker, verifyOriginality } from '../../hardware/nfc/originality.ts'
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hex, unhex } from '../../hardware/nfc/bytes.ts'
import { chips } from '../../hardware/nfc/chips.ts'
import { identifyChip } from '../../hardware/nfc/identify-chip.ts'
import { authenticatePassword } from '../../hardware/nfc/tags/ntag21x.ts'
import { transportKindOf, withTag } from '../../hardware/nfc/tags/reader-families.ts'
import type { CardChannel } from '../../hardware/ports.ts'
import { VirtualDesfire } from '../../hardware/simulator/desfire-card.ts'
import { channelTo, VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { VirtualClassic } from '../../hardware/simulator/tags/classic-tag.ts'
import { virtualNtag21x } from '../../hardware/simulator/tags/ntag21x-tag.ts'
import { VirtualTagReader } from '../../hardware/simulator/tags/reader.ts'
import { virtualUltralight } from '../../hardware/simulator/tags/ultralight-tag.ts'
import { directly, readerNames, uid } from './scene.ts'

const random = (length: number) => Uint8Array.from(randomBytes(length))
const kinds = ['pass-through', 'transparent', 'storage-only'] as const

function overheard(reader: VirtualTagReader): CardChannel & { readonly heard: string[] } {
  const heard: string[] = []
  return {
    heard,
    uidHint: reader.uidHint,
    transmit: async (apdu) => {
      const answer = await reader.transmit(apdu)
      heard.push(`${hex(apdu)} ${hex(answer)}`)
      return answer
    },
  }
}

test.each([
  ['ACS ACR122U PICC Interface 00 00', 'pass-through'],
  ['ACS ACR1252 Dual Reader [ACR1252 Dual Reader PICC] 00 00', 'transparent'],
  ['ACS ACR1552 1S CL Reader [ACR1552 1S CL Reader PICC] 00 00', 'transparent'],
  ['HID Global OMNIKEY 5022 Smart Card Reader 00 00', 'transparent'],
  ['HID Global OMNIKEY 5422 Smartcard Reader 00 01', 'transparent'],
  ['OMNIKEY CardMan 5x21 (OKCM0021510091147425014312461604) 00 01', undefined],
  ['HID OMNIKEY 5321 CL 00 00', 'storage-only'],
  ['Something that nobody has heard of 00 00', undefined],
] as const)('the reader “%s” is %s', (name, kind) => {
  expect(transportKindOf(name)).toBe(kind)
})

test.each(kinds)('a %s reader without a known name is recognised by asking it', async (kind) => {
  const reader = new VirtualTagReader(kind, virtualNtag21x('ntag213', uid))
  expect(await withTag({ channel: reader }, (tag) => Promise.resolve(tag.kind))).toBe(kind)
})

describe('the bytes of a password attempt', () => {
  const password = unhex('FFFFFFFF')

  test('go through an ACR122U by InCommunicateThru', async () => {
    const channel = overheard(new VirtualTagReader('pass-through', virtualNtag21x('ntag213', uid)))
    await withTag({ channel, readerName: readerNames['pass-through'] }, (tag) =>
      authenticatePassword(tag, password),
    )
    expect(channel.heard).toEqual(['FF00000007D4421BFFFFFFFF D5430000009000'])
  })

  test('are followed by a new poll when they were wrong', async () => {
    const channel = overheard(new VirtualTagReader('pass-through', virtualNtag21x('ntag213', uid)))
    await withTag({ channel, readerName: readerNames['pass-through'] }, (tag) =>
      authenticatePassword(tag, unhex('00000000')),
    )
    expect(channel.heard).toHaveLength(2)
    expect(channel.heard[0]).toMatch(/^FF00000007D4421B00000000 D5430[12]9000$/)
    expect(channel.heard[1]).toMatch(/^FF00000004D44A0100 D54B0101/)
  })

  test('go through a transparent session with a timer, and the session is ended', async () => {
    const channel = overheard(new VirtualTagReader('transparent', virtualNtag21x('ntag213', uid)))
    await withTag({ channel, readerName: readerNames.transparent }, (tag) =>
      authenticatePassword(tag, password),
    )
    expect(channel.heard.map((line) => line.split(' ')[0])).toEqual([
      'FFC20000028100',
      'FFC20002048F020003',
      'FFC200010E5F460450C3000095051BFFFFFFFF00',
      'FFC20000028200',
    ])
  })

  test('end the session also when the work fails', async () => {
    const channel = overheard(new VirtualTagReader('transparent', virtualNtag21x('ntag213', uid)))
    const work = withTag({ channel, readerName: readerNames.transparent }, () =>
      Promise.reject(new Error('something else')),
    )
    await expect(work).rejects.toThrow('something else')
    expect(channel.heard.at(-1)).toBe('FFC20000028200 C0030090009000')
  })
})

test.each(['pass-through', 'transparent'] as const)(
  'a refused command on a %s reader leaves the tag selected, but not authenticated',
  async (kind) => {
    const tag = virtualNtag21x('ntag213', uid)
    tag.plant(0x29, '04000004') // protected from page 4 by the delivered password
    const reader = new VirtualTagReader(kind, tag)
    await withTag({ channel: reader, readerName: readerNames[kind] }, async (way) => {
      await authenticatePassword(way, unhex('FFFFFFFF'))
      expect(await way.writePage(5, Uint8Array.of(1, 2, 3, 4))).toBe(true)
      expect(await way.writePage(0, Uint8Array.of(1, 2, 3, 4))).toBe(false)
      expect(await way.readPages(4)).toHaveLength(16)
      expect(await way.writePage(5, Uint8Array.of(1, 2, 3, 4))).toBe(false)
    })
  },
)

const tagsByName = {
  ntag213: () => virtualNtag21x('ntag213', uid),
  ntag215: () => virtualNtag21x('ntag215', uid),
  ntag216: () => virtualNtag21x('ntag216', uid),
  'ultralight-c': () => virtualUltralight('ultralight-c', uid, random),
  'ultralight-aes': () => virtualUltralight('ultralight-aes', uid, random),
} as const

describe('what lies on the reader', () => {
  describe.each(Object.keys(tagsByName) as (keyof typeof tagsByName)[])('an %s', (name) => {
    test.each(['pass-through', 'transparent'] as const)(
      'is named on a %s reader, with its signature',
      async (kind) => {
        const channel = new VirtualTagReader(kind, tagsByName[name]())
        const found = await identifyChip({ channel, readerName: readerNames[kind] })
        expect(found).toMatchObject({ chip: { chip: name }, uid })
        const signedAs = found.chip?.signedAs
        expect(found.signature !== undefined).toBe(signedAs !== undefined)
        if (signedAs && found.signature)
          expect(verifyOriginality(signedAs, uid, found.signature, [simulatedMaker(signedAs)])).toBe(true)
      },
    )

    test('is left unnamed by a reader for storage cards', async () => {
      const channel = new VirtualTagReader('storage-only', tagsByName[name]())
      expect(await identifyChip({ channel })).toEqual({ chip: undefined, uid, signature: undefined })
    })
  })

  test.each(kinds)('is a Classic 1K on a %s reader, and is said to be copyable', async (kind) => {
    const channel = new VirtualTagReader(kind, new VirtualClassic('9A3B2C1D'))
    expect(await identifyChip({ channel, readerName: readerNames[kind] })).toMatchObject({
      chip: { chip: 'classic-1k', isCopyable: true },
      uid: '9A3B2C1D',
    })
  })

  test('is an NTAG 424 DNA', async () => {
    const card = channelTo(VirtualNtag424.blank(uid))
    const getUid = `FFCA000000`
    const channel: CardChannel = {
      transmit: (apdu) => (hex(apdu) === getUid ? Promise.resolve(unhex(`${uid}9000`)) : card.transmit(apdu)),
    }
    expect(await identifyChip({ channel })).toMatchObject({
      chip: { chip: 'ntag424', isCopyable: false },
      uid,
    })
  })

  test.each(['ev2', 'ev3'] as const)('is a DESFire %s', async (generation) => {
    const card = VirtualDesfire.blank(uid, generation)
    const getUid = 'FFCA000000'
    const channel: CardChannel = {
      transmit: (apdu) => Promise.resolve(hex(apdu) === getUid ? unhex(`${uid}9000`) : card.process(apdu)),
    }
    const found = await identifyChip({ channel })
    expect(found).toMatchObject({ chip: { chip: `desfire-${generation}` }, uid })
    expect(found.signature).toHaveLength(56)
  })

  test('is found out without a byte being written', async () => {
    const written = /^FFD6|D442A2|95\w{2}A2/
    for (const kind of kinds) {
      for (const tag of [
        ...Object.values(tagsByName).map((make) => make()),
        new VirtualClassic('9A3B2C1D'),
      ]) {
        const channel = overheard(new VirtualTagReader(kind, tag))
        await identifyChip({ channel })
        expect(channel.heard.filter((line) => written.test(line))).toEqual([])
      }
    }
  })

  test('is nothing', async () => {
    const channel: CardChannel = { transmit: () => Promise.resolve(unhex('6300')) }
    await expect(identifyChip({ channel })).rejects.toMatchObject({ code: 'no-card' })
  })
})

test('every chip has a row of its own, and those that are no proof say so', () => {
  expect(new Set(chips.map(({ chip }) => chip)).size).toBe(chips.length)
  expect(new Set(chips.map(({ mark }) => JSON.stringify(mark))).size).toBe(chips.length)
  const copyable = chips.filter(({ isCopyable }) => isCopyable).map(({ family }) => family)
  expect(new Set(copyable)).toEqual(new Set(['ntag21x', 'ultralight', 'classic']))
})

test.each([
  ['a Type 2 tag', virtualNtag21x('ntag213', uid), '3B8F8001804F0CA0000003060300030000000068'],
  ['a Classic 1K', new VirtualClassic('9A3B2C1D'), '3B8F8001804F0CA000000306030001000000006A'],
])('%s has the answer to reset that readers make up for it', (_, tag, answer) => {
  expect(hex(new VirtualTagReader('storage-only', tag).atr)).toBe(answer)
})

test('a simulated tag that was put away as JSON comes back as it was', async () => {
  const before = virtualNtag21x('ntag213', uid)
  await directly(before).writePage(4, Uint8Array.of(1, 2, 3, 4))
  const after = virtualNtag21x('ntag213', uid)
  after.restore(JSON.parse(JSON.stringify(before)) as ReturnType<typeof before.toJSON>)
  expect(after.page(4)).toEqual(Uint8Array.of(1, 2, 3, 4))
  expect(after.toJSON()).toEqual(before.toJSON())
})
