import { describe, expect, test } from 'vitest'
import { readShownCard } from '../../kiosk/booth/enrolment/shown-card.ts'
import { cardNumbers } from '../../server/cards/card-number.ts'

const [number = ''] = cardNumbers({
  programmeNumber: 7,
  versions: [{ firstSequence: 0, key: new Uint8Array(16) }],
  first: 5,
  count: 1,
})
const slip = number.slice(0, -1) + ((Number(number.at(-1)) + 1) % 10)

describe('what a card showed', () => {
  test('is typed by hand, in groups or not', () => {
    const typed = { shown: { kind: 'typed', cardNumber: number }, means: 'typed', cardNumber: number }
    expect(readShownCard(number, 'hand')).toEqual(typed)
    expect(readShownCard(` ${number.match(/.{4}/g)?.join(' ')} `, 'hand')).toEqual(typed)
  })

  test('is the bars that a scanner typed', () => {
    const scanned = { shown: { kind: 'scan', text: number }, means: 'scan', cardNumber: number }
    expect(readShownCard(number, 'device')).toEqual(scanned)
  })

  test('is the signed address of the QR code, sent as it is', () => {
    const text = `https://club.example/t#q=${number}~${'a'.repeat(86)}`
    expect(readShownCard(text, 'device')).toEqual({
      shown: { kind: 'scan', text },
      means: 'scan',
      cardNumber: number,
    })
  })

  test('is the address of the chip, which does not tell its number', () => {
    const text = `https://club.example/t#b=ABC234&p=${'0'.repeat(32)}&m=${'F'.repeat(16)}`
    expect(readShownCard(text, 'device')).toMatchObject({ shown: { kind: 'scan', text }, cardNumber: '' })
  })

  test('is the stripe between its sentinels, one track or two', () => {
    const track1 = `B${number}^VIP GOLD^9912000123456789012`
    const track2 = `${number}=9912000123456789012`
    const swiped = (tracks: object) => ({
      shown: { kind: 'swipe', tracks },
      means: 'swipe',
      cardNumber: number,
    })
    expect(readShownCard(`%${track1}?;${track2}?`, 'device')).toEqual(swiped({ track1, track2 }))
    expect(readShownCard(`;${track2}?`, 'device')).toEqual(swiped({ track2 }))
    expect(readShownCard(`%${track1}?`, 'device')).toEqual(swiped({ track1 }))
  })

  test.each([slip, number.slice(1), '', 'https://club.example/', `%E?;E?`, `6225${number.slice(4)}`])(
    'is none of ours: %s',
    (text) => {
      expect(readShownCard(text, 'hand')).toBeUndefined()
      expect(readShownCard(text, 'device')).toBeUndefined()
    },
  )
})
