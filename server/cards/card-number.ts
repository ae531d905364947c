import { FF1 } from '@noble/ciphers/ff1.js'

/** ISO/IEC 7812: 9 = national numbering, 156 = China (ISO 3166). */
const ISSUER = '9156'
const SEQUENCE_DIGITS = 9

export interface NumberRange {
  /** 0–99 */
  programmeNumber: number
  /** AES-128 key of the programme, so that a number tells neither how many there are nor its neighbours */
  key: Uint8Array
  /** first sequence number, 0–999 999 999 */
  first: number
  count: number
}

/** 9156 + programme (2) + sequence under FF1 (9; NIST SP 800-38G) + Luhn: one to one with the sequence. */
export function cardNumbers({ programmeNumber, key, first, count }: NumberRange): string[] {
  const cipher = FF1(10, key)
  const programme = String(programmeNumber).padStart(2, '0')
  return Array.from({ length: count }, (_, index) => {
    const sequence = String(first + index).padStart(SEQUENCE_DIGITS, '0')
    const permuted = cipher.encrypt(Array.from(sequence, Number)).join('')
    const body = ISSUER + programme + permuted
    return body + luhnDigit(body)
  })
}

/** Luhn over everything but the last digit (ISO/IEC 7812-1 annex B). */
export const isCardNumber = (text: string): boolean =>
  /^9156[0-9]{12}$/.test(text) && luhnDigit(text.slice(0, -1)) === text.slice(-1)

function luhnDigit(body: string): string {
  const sum = Array.from(body, Number)
    .toReversed()
    .map((digit, index) => (index % 2 === 0 ? digit * 2 : digit))
    .reduce((total, digit) => total + (digit > 9 ? digit - 9 : digit), 0)
  return String((10 - (sum % 10)) % 10)
}
