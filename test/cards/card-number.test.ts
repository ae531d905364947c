import fc from 'fast-check'
import { FF1 } from '@noble/ciphers/ff1.js'
import { describe, expect, test } from 'vitest'
import { cardNumbers, isCardNumber } from '../../server/cards/card-number.ts'

const key = Buffer.alloc(16, 3)
const range = (first: number, count: number, programmeNumber = 7) =>
  cardNumbers({ programmeNumber, versions: [{ firstSequence: 0, key }], first, count })

describe('a card number', () => {
  test('is 9156, the programme, nine digits and a check digit', () => {
    for (const number of range(0, 50)) expect(number).toMatch(/^915607[0-9]{10}$/)
    expect(range(0, 1, 42)[0]).toMatch(/^915642/)
  })

  test('is one to one with its place in the sequence', () => {
    const numbers = range(0, 5_000)
    expect(new Set(numbers).size).toBe(5_000)
    const decipher = FF1(10, key)
    for (const [sequence, number] of numbers.entries()) {
      const digits = decipher.decrypt(Array.from(number.slice(6, 15), Number))
      expect(Number(digits.join(''))).toBe(sequence)
    }
  })

  test('tells nothing of its neighbours', () => {
    const middles = range(0, 200).map((number) => Number(number.slice(6, 15)))
    const inOrder = middles.filter((value, index) => index > 0 && value === (middles[index - 1] ?? 0) + 1)
    expect(inOrder).toEqual([])
    expect(range(0, 1)).not.toEqual(
      cardNumbers({
        programmeNumber: 7,
        versions: [{ firstSequence: 0, key: Buffer.alloc(16, 4) }],
        first: 0,
        count: 1,
      }),
    )
  })

  test('passes Luhn, and no longer when one digit is wrong', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999 }),
        fc.nat({ max: 15 }),
        fc.integer({ min: 1, max: 9 }),
        (sequence, place, shift) => {
          const number = range(sequence, 1)[0] ?? ''
          expect(isCardNumber(number)).toBe(true)
          const wrong = String((Number(number[place]) + shift) % 10)
          expect(isCardNumber(number.slice(0, place) + wrong + number.slice(place + 1))).toBe(false)
        },
      ),
    )
  })

  test('has the check digit that the textbook way gives', () => {
    for (const number of range(1_000, 100)) expect(number.at(-1)).toBe(luhnByHand(number.slice(0, -1)))
    expect(luhnByHand('7992739871')).toBe('3') // the example in the literature
  })
})

/** The textbook way, from the left, so that both ways must agree. */
function luhnByHand(body: string): string {
  let sum = 0
  for (let index = 0; index < body.length; index += 1) {
    const digit = Number(body[index])
    const isDoubled = (body.length - index) % 2 === 1
    const value = isDoubled ? digit * 2 : digit
    sum += Math.floor(value / 10) + (value % 10)
  }
  return String((10 - (sum % 10)) % 10)
}
