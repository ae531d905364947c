import { timingSafeEqual } from 'node:crypto'
import type { KeyService } from '../keys/index.ts'
import { crockford, readCrockford } from '../platform/crockford.ts'

const NUMBER_LENGTH = 7
const MAC_LENGTH = 5

/**
 * A voucher's code is its number (35 bits, keyed, so that none follows from another) and a MAC over it (25 bits): what was
 * mistyped or made up is known before anything is looked up, and a stolen table holds no code.
 */
const macOf = (keys: KeyService, number: string): string =>
  crockford(keys.blindIndex('voucher', number), MAC_LENGTH)

/** The number of a voucher; another `draw` where somebody's has it already. */
export const numberOf = (keys: KeyService, voucherId: string, draw: number): string =>
  crockford(keys.blindIndex('voucher-number', `${voucherId}/${draw}`), NUMBER_LENGTH)

/** As it is shown and scanned: `XXXX-XXXX-XXXX`. */
export const codeOf = (keys: KeyService, number: string): string =>
  `${number}${macOf(keys, number)}`.replace(/^(.{4})(.{4})/, '$1-$2-')

/** @returns the number of a code as somebody typed it; undefined when no key of ours made it */
export function readCode(keys: KeyService, typed: string): string | undefined {
  const code = readCrockford(typed)
  if (!/^[0-9A-Z]{12}$/.test(code)) return undefined
  const number = code.slice(0, NUMBER_LENGTH)
  const given = Buffer.from(code.slice(NUMBER_LENGTH))
  return timingSafeEqual(given, Buffer.from(macOf(keys, number))) ? number : undefined
}
