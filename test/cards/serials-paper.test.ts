import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { truncatedMac } from '../../hardware/nfc/aes.ts'
import { CODE_LENGTH, CODE_LIMITS } from '../../server/cards/security-code.ts'
import { createKeyService, singleKeyStore } from '../../server/keys/index.ts'

const paper = readFileSync(new URL('../../SERIALS.md', import.meta.url), 'utf8')
const rows = paper
  .split('\n')
  .filter((line) => line.startsWith('|') && !line.includes('---'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
const row = (...start: string[]) => {
  const found = rows.find((cells) => start.every((text, index) => cells[index]?.includes(text)))
  if (!found) throw new Error(`the paper has no row ${start.join(', ')}`)
  return found
}
/** As the paper writes a probability: two digits. */
const written = (probability: number): string => probability.toExponential(1)
const last = (cells: readonly string[]) => cells.at(-1)
const numbersIn = (text = '') =>
  [...text.matchAll(/[0-9][0-9,]*/g)].map(([digits]) => Number(digits.replaceAll(',', '')))

const SDM_MAC_BYTES = truncatedMac(new Uint8Array(16), new Uint8Array(0)).length
const DAYS = 365
const HOURS = 24 * DAYS
const DAY_MS = 24 * 3_600_000
const HOUR_MS = 3_600_000

test.each([10_000, 1_000_000, 100_000_000])(
  'a guess among %d numbers hits one as the paper says',
  (given) => {
    expect(last(row(given.toLocaleString('en-US')))).toBe(written(given / 10 ** 9))
  },
)

test('the stripe’s MAC has as many digits as the paper says', () => {
  const cells = row('stripe')
  const keys = createKeyService(singleKeyStore({ bytes: Buffer.alloc(32, 1), checkValue: 'paper0' }))
  const digits = keys.stripeMac('a stripe').length
  expect(cells[1]).toContain(`${digits} decimal digits`)
  expect(cells[2]).toBe(Math.log2(10 ** digits).toFixed(1))
  const [tries = 0] = numbersIn(cells[3])
  expect(last(cells)).toBe(written(tries / 10 ** digits))
})

test('the chip’s MAC is as long as the paper says', () => {
  const cells = row('chip')
  expect(cells[2]).toBe(String(8 * SDM_MAC_BYTES))
  const [tries = 0] = numbersIn(cells[3])
  expect(last(cells)).toBe(written(tries / 2 ** (8 * SDM_MAC_BYTES)))
})

test('the security code has the bits and the limits that the paper says', () => {
  const bits = 5 * CODE_LENGTH
  const { card, client } = CODE_LIMITS
  expect([card.windowMs, client.windowMs]).toEqual([DAY_MS, HOUR_MS])
  const day = row('back of the card', 'security code')
  const year = row('back of the card', 'for a year')
  const address = row('back of the card', 'any card')
  expect(new Set([day[2], year[2], address[2]])).toEqual(new Set([String(bits)]))
  expect(day[1]).toContain(`${CODE_LENGTH} characters`)
  expect(numbersIn(day[3])).toEqual([card.tries])
  expect(numbersIn(year[3])).toEqual([card.tries * DAYS])
  expect(numbersIn(address[3])).toEqual([client.tries, client.tries * HOURS])
  expect(last(day)).toBe(written(card.tries / 2 ** bits))
  expect(last(year)).toBe(written((card.tries * DAYS) / 2 ** bits))
  expect(last(address)).toBe(written((client.tries * HOURS) / 2 ** bits))
})

test('the signature is as strong as Ed25519 is, and no more', () => {
  const cells = row('QR code')
  expect(cells[2]).toBe('128') // RFC 8032 §8.5: Ed25519 is about 128 bits
  const [tries = 0] = numbersIn(cells[3])
  expect(last(cells)).toBe(written(tries / 2 ** 128))
})
