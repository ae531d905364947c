import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refusePayload, TRACK_FORMATS, type TrackNumber } from '../../hardware/magnetic/tracks.ts'
import type { Tracks } from '../../hardware/ports.ts'
import { cardNumbers } from '../../server/cards/card-number.ts'
import { nameFromDigits, nameInDigits, stripeName } from '../../server/cards/stripe-name.ts'
import { claimedNumber, isStripeGenuine, stripeTracks } from '../../server/cards/stripe.ts'
import { createKeyService, singleKeyStore } from '../../server/keys/index.ts'

const keys = createKeyService(singleKeyStore({ bytes: Buffer.alloc(32, 7), checkValue: 'test00' }))
const numbers = cardNumbers({
  programmeNumber: 7,
  versions: [{ firstSequence: 0, key: new Uint8Array(16) }],
  first: 0,
  count: 200,
})
const anyCard = fc.record({
  cardNumber: fc.constantFrom(...numbers),
  design: fc.constantFrom('gold', 'diamond'),
})
const digits = Array.from('0123456789')
const digitsAndSeparator = [...digits, '=']
const trackNumbers = [1, 2, 3] as const
const nameOf = (number: TrackNumber) => `track${number}` as const

/** As the first format wrote them. */
function firstFormat({ cardNumber, design }: { cardNumber: string; design: string }): Tracks {
  const name = design === 'gold' ? 'VIP GOLD' : 'VIP DIAMOND'
  const rest = `9912000${keys.stripeMac(cardNumber + name)}`
  return { track1: `B${cardNumber}^${name}^${rest}`, track2: `${cardNumber}=${rest}` }
}

/** Puts another character that the track may hold in the place of one. */
const anyChange = fc.record({ track: fc.constantFrom(...trackNumbers), where: fc.nat(), to: fc.nat() })
function changed(tracks: Tracks, change: { track: TrackNumber; where: number; to: number }): Tracks {
  const text = tracks[nameOf(change.track)]
  if (text === undefined) return tracks
  const { base, bitsPerCharacter } = TRACK_FORMATS[change.track]
  const at = change.where % text.length
  const size = 1 << (bitsPerCharacter - 1)
  const old = text.charCodeAt(at) - base
  const other = (old + 1 + (change.to % (size - 1))) % size
  const edited = text.slice(0, at) + String.fromCharCode(base + other) + text.slice(at + 1)
  return { ...tracks, [nameOf(change.track)]: edited }
}

describe('a stripe that we write', () => {
  test('fits its tracks, is ours by every track alone, and names its number', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const tracks = stripeTracks(keys, card)
        for (const number of trackNumbers) {
          const text = tracks[nameOf(number)] ?? ''
          expect(refusePayload(number, text)).toBeUndefined()
          const alone = { [nameOf(number)]: text }
          expect(claimedNumber(alone)).toBe(card.cardNumber)
          expect(isStripeGenuine(keys, card, alone)).toBe(true)
        }
        expect(isStripeGenuine(keys, card, tracks)).toBe(true)
      }),
    )
  })

  test('is found out when any one character of any track was changed', () => {
    fc.assert(
      fc.property(anyCard, anyChange, (card, change) => {
        const edited = changed(stripeTracks(keys, card), change)
        expect(isStripeGenuine(keys, card, edited)).toBe(false)
        const alone = { [nameOf(change.track)]: edited[nameOf(change.track)] ?? '' }
        expect(isStripeGenuine(keys, card, alone)).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })

  test('is found out when a track is of another card, or the card of another level', () => {
    fc.assert(
      fc.property(anyCard, anyCard, fc.constantFrom(...trackNumbers), (card, other, track) => {
        fc.pre(card.cardNumber !== other.cardNumber)
        const mixed = {
          ...stripeTracks(keys, card),
          [nameOf(track)]: stripeTracks(keys, other)[nameOf(track)],
        }
        expect(isStripeGenuine(keys, card, mixed)).toBe(false)
        const raised = { ...card, design: card.design === 'gold' ? 'diamond' : 'gold' }
        expect(isStripeGenuine(keys, raised, stripeTracks(keys, card))).toBe(false)
      }),
    )
  })

  test('carries the Chinese name, which track 1 cannot', () => {
    const name = { zh: '贵宾金卡', en: 'VIP Gold' }
    const { track1, track3 = '' } = stripeTracks(keys, { cardNumber: numbers[0]!, design: 'gold', name })
    expect(track1).toContain('^VIP GOLD^')
    expect(nameFromDigits(/=2([0-9]*)=/.exec(track3)?.[1] ?? '')).toMatch(/^\p{Script=Han}/u)
  })
})

describe('a stripe of the first format', () => {
  test('is still ours, whatever an earlier owner of the blank left on track 3', () => {
    fc.assert(
      fc.property(anyCard, fc.string({ unit: fc.constantFrom(...digitsAndSeparator) }), (card, left) => {
        for (const tracks of [firstFormat(card), { ...firstFormat(card), track3: left }])
          expect(isStripeGenuine(keys, card, tracks)).toBe(true)
      }),
    )
  })

  test('is found out when any one character was changed', () => {
    fc.assert(
      fc.property(anyCard, anyChange, (card, change) => {
        fc.pre(change.track !== 3)
        expect(isStripeGenuine(keys, card, changed(firstFormat(card), change))).toBe(false)
      }),
    )
  })
})

test('a foreign card is not ours: it claims no number of ours, and no tracks of its make a genuine stripe', () => {
  const rests = fc.string({ unit: fc.constantFrom(...digitsAndSeparator), maxLength: 37 })
  const bankNumber = fc.string({ unit: fc.constantFrom(...digits), minLength: 16, maxLength: 16 })
  fc.assert(
    fc.property(anyCard, bankNumber, rests, rests, (card, number, rest, third) => {
      fc.pre(!number.startsWith('9156'))
      const tracks = { track1: `B${number}^DOE/JANE^${rest}`, track2: `${number}=${rest}`, track3: third }
      expect(claimedNumber({ track1: tracks.track1, track2: tracks.track2 })).toBeUndefined()
      expect(isStripeGenuine(keys, card, tracks)).toBe(false)
    }),
  )
  expect(isStripeGenuine(keys, { cardNumber: numbers[0]!, design: 'gold' }, {})).toBe(false)
})

describe('a name on a stripe', () => {
  test.each([
    ['VIP Gold', 'VIP GOLD'],
    ['贵宾金卡', 'GUI BIN JIN KA'],
    ['吕小明', 'LV XIAO MING'],
    ['Émile Zoë', 'EMILE ZOE'],
    ['重庆百货VIP会员卡', 'CHONG QING BAI HUO VIP HUI'],
    ['Donaudampfschifffahrtsgesellschaft', 'DONAUDAMPFSCHIFFFAHRTSGESE'],
    ['a^b%c?d;e', 'A B C D E'],
    ['😀', ' /'],
    ['', ' /'],
  ])('%j is %j on track 1', (name, expected) => {
    expect(stripeName(name)).toBe(expected)
  })

  test('of any text fits track 1, and ends no field', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const name = stripeName(text)
        expect(refusePayload(1, name)).toBeUndefined()
        expect(name).toMatch(/^[^^]{2,26}$/)
      }),
    )
  })

  test('of up to twelve characters of any script comes back from track 3', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        const kept = Array.from(text.normalize('NFC')).slice(0, 12).join('')
        fc.pre(kept === kept.normalize('NFC'))
        expect(nameFromDigits(nameInDigits(text))).toBe(kept)
      }),
    )
  })

  test.each(['12345', '000101000769', '1234567'])('is not in the digits %s', (digits) => {
    expect(nameFromDigits(digits)).toBeUndefined()
  })
})
