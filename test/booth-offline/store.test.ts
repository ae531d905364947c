import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fromBase64, toBase64Url, utf8 } from '../../kiosk/booth/store/bytes.ts'
import { levelAt, listLength, placeInList } from '../../kiosk/booth/store/card-list.ts'
import { withEntry, withVerdicts, type Book } from '../../kiosk/booth/store/book.ts'
import type { EnrolmentBody } from '../../kiosk/booth/store/contract.ts'
import { openFilter } from '../../kiosk/booth/store/phone-filter.ts'
import { mostCharacters, nextPortion } from '../../kiosk/booth/store/portion.ts'
import { importKey, seal, unseal } from '../../kiosk/booth/store/sealing.ts'
import { afterTry, noWrongPins, waitLeft, type WrongPins } from '../../kiosk/booth/store/wrong-pins.ts'
import { cardList } from '../../server/tablets/provision.ts'

const tried = (count: number, now: number) =>
  Array.from({ length: count }).reduce<WrongPins>((before) => afterTry(before, now), noWrongPins)

describe('wrong PINs', () => {
  test('cost nothing twice, then ever longer pauses, an hour at most', () => {
    expect([1, 2, 3, 4, 5, 40].map((count) => waitLeft(tried(count, 1_000), 1_000) / 1_000)).toEqual([
      0, 0, 15, 30, 60, 3_600,
    ])
  })

  test('cost no more than the pause when the clock was set back, and nothing after it', () => {
    const pins = tried(3, 10_000_000)
    expect(waitLeft(pins, 0)).toBe(15_000)
    expect(waitLeft(pins, 10_015_000)).toBe(0)
  })
})

test('a card of the booth is found with its level in the list that the server makes, and no other card', async () => {
  const numbers = Array.from({ length: 501 }, (_, index) => `9156${String(index).padStart(12, '0')}`)
  const [codes, made] = [
    ['silver', 'gold'],
    ['silver', 'gold', 'of yore'],
  ]
  const levelOf = (index: number) => made[index % 3] ?? ''
  const list = cardList(
    numbers.map((cardNumber, index) => ({ cardNumber, level: levelOf(index) })),
    codes,
  )
  expect(listLength(list.cards)).toBe(501)
  const levels = codes.map((code) => ({ code }))
  const found = await Promise.all(numbers.map((number) => placeInList(list.cards, number)))
  expect(found.map((place) => levelAt({ ...list, levels }, place ?? -1))).toEqual(
    numbers.map((_, index) => (levelOf(index) === 'of yore' ? undefined : levelOf(index))),
  )
  expect(new Set(found).size).toBe(501)
  expect(await placeInList(list.cards, '9156999999999999')).toBe(undefined)
  expect(await placeInList('', numbers[0] ?? '')).toBe(undefined)
})

test('the filter of known phones finds the bits that HMAC-SHA-256 sets', async () => {
  const [key, bits, hashes] = [Buffer.alloc(32, 9), 4_099, 7]
  const filter = Buffer.alloc(Math.ceil(bits / 8))
  const mac = createHmac('sha256', key).update('13800000001').digest()
  for (let index = 0; index < hashes; index += 1) {
    const bit = (mac.readUInt32BE(0) + index * ((mac.readUInt32BE(4) | 1) >>> 0)) % bits
    filter.writeUInt8(filter.readUInt8(bit >> 3) | (1 << (bit & 7)), bit >> 3)
  }
  const isKnown = await openFilter({
    key: key.toString('base64'),
    bits,
    hashes,
    filter: filter.toString('base64'),
    members: 1,
    builtAt: '2026-11-20T00:00:00Z',
  })
  expect([await isKnown('13800000001'), await isKnown('13800000002')]).toEqual([true, false])
})

test('a sealed record opens with its key and in its place only', async () => {
  const [key, other] = await Promise.all([
    importKey(new Uint8Array(32).fill(1)),
    importKey(new Uint8Array(32).fill(2)),
  ])
  const sealed = await seal(key, 'record:draft', { name: '王小明' })
  expect(new TextDecoder().decode(sealed.content)).not.toContain('王小明')
  expect(await unseal(key, 'record:draft', sealed)).toEqual({ name: '王小明' })
  await expect(unseal(other, 'record:draft', sealed)).rejects.toThrow()
  await expect(unseal(key, 'record:book', sealed)).rejects.toThrow()
})

test('what a bad line did not carry is tried in ever smaller portions, and in larger ones once it carries', () => {
  const lost = Array.from({ length: 5 }).reduce<number>(
    (portion) => nextPortion(portion, { isTaken: false, isLost: true }),
    mostCharacters,
  )
  expect(lost).toBe(5_000)
  expect(nextPortion(lost, { isTaken: true, isLost: false })).toBe(10_000)
  expect(nextPortion(lost, { isTaken: false, isLost: false })).toBe(lost)
  expect(nextPortion(mostCharacters, { isTaken: true, isLost: false })).toBe(mostCharacters)
})

test('base64 is read with both alphabets and written as base64url', () => {
  const bytes = new Uint8Array([251, 255, 0, 63])
  expect(toBase64Url(bytes)).toBe('-_8APw')
  expect(fromBase64('+/8APw==')).toEqual(bytes)
  expect(fromBase64(toBase64Url(utf8('展台')))).toEqual(utf8('展台'))
})

describe('the book of a tablet', () => {
  const empty: Book = {
    next: 1,
    previous: '',
    judgedUpTo: 0,
    judged: [],
    waiting: [],
    usedCards: [],
    giftMoves: [],
    shifts: {},
    promoterId: null,
    enrolled: { day: '', count: 0 },
    isRevoked: false,
  }
  const madeAt = new Date('2026-11-20T10:00:00+08:00')
  const digest = createHash('sha256').update('text').digest('hex')
  const enrolment = {
    promoterId: 'lin',
    kind: 'enrolment',
    cardNumber: '9156000000000009',
    body: { giftId: 'umbrella', name: '王小明', phone: '13800000001' } as EnrolmentBody,
  } as const
  const opened = withEntry(empty, {
    entry: { promoterId: 'lin', kind: 'shift-opened', body: {} },
    number: 1,
    digest,
    madeAt,
  })
  const enrolled = withEntry(opened, { entry: enrolment, number: 2, digest, madeAt })

  test('chains entries, and tells of a person no more than the last digits of the card', () => {
    expect(enrolled).toMatchObject({
      next: 3,
      previous: digest,
      shifts: { lin: madeAt.toISOString() },
      usedCards: ['9156000000000009'],
      giftMoves: [{ number: 2, giftId: 'umbrella', pieces: -1 }],
      waiting: [
        { number: 1, kind: 'shift-opened', label: '' },
        { number: 2, kind: 'enrolment', label: '0009' },
      ],
    })
    expect(JSON.stringify(enrolled)).not.toMatch(/王小明|13800000001/)
  })

  test('lets an entry go on its verdict only, once', () => {
    const verdict = { number: 2, verdict: 'accepted', words: { zh: '好', en: 'Good' } } as const
    const judged = withVerdicts(enrolled, [verdict])
    expect(judged.waiting.map(({ number }) => number)).toEqual([1])
    expect(judged.judged).toEqual([{ ...verdict, kind: 'enrolment', label: '0009' }])
    expect(withVerdicts(judged, [verdict]).judged).toHaveLength(1)
  })

  test('books what a swap takes and gives', () => {
    const entry = {
      promoterId: 'lin',
      kind: 'gift-swapped',
      body: { giftId: 'umbrella', forGiftId: 'mug', reason: 'broken' },
    } as const
    const { giftMoves } = withEntry(opened, { entry, number: 2, digest, madeAt })
    expect(giftMoves.map(({ giftId, pieces }) => [giftId, pieces])).toEqual([
      ['umbrella', 1],
      ['mug', -1],
    ])
  })
})
