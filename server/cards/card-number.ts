import { FF1 } from '@noble/ciphers/ff1.js'

/** ISO/IEC 7812: 9 = national numbering, 156 = China (ISO 3166). */
const ISSUER = '9156'
const SEQUENCE_DIGITS = 9

/** One version of a programme's number scheme: from this sequence on, under this key. */
export interface SchemeVersion {
  firstSequence: number
  /** AES-128, so that a number tells neither how many there are nor its neighbours */
  key: Uint8Array
}

export interface NumberRange {
  /** 0–99 */
  programmeNumber: number
  /** oldest first; the first begins at 0 */
  versions: readonly SchemeVersion[]
  /** first sequence number, 0–999 999 999 */
  first: number
  count: number
}

/** 9156 + programme (2) + sequence under the scheme (9) + Luhn: one to one with the sequence, across all versions. */
export function cardNumbers({ programmeNumber, versions, first, count }: NumberRange): string[] {
  const scheme = numberScheme(versions)
  const programme = String(programmeNumber).padStart(2, '0')
  return Array.from({ length: count }, (_, index) => {
    const permuted = String(scheme.permute(first + index)).padStart(SEQUENCE_DIGITS, '0')
    const body = ISSUER + programme + permuted
    return body + luhnDigit(body)
  })
}

interface NumberScheme {
  /** sequence → nine digits, as a number */
  permute(sequence: number): number
  restore(permuted: number): number
}

/**
 * The first version permutes the whole space by FF1 (NIST SP 800-38G). Each later one permutes what no earlier one has
 * given: it takes the earlier scheme's answer and encrypts it again and again until the answer is not taken (cycle
 * walking, Black and Rogaway 2002 §3). So two versions under different keys never give one number.
 * @param digits decimal digits of the space; anything but nine is for looking at a whole space
 */
export function numberScheme(versions: readonly SchemeVersion[], digits = SEQUENCE_DIGITS): NumberScheme {
  return versions.reduce<NumberScheme>((earlier, version) => withVersion(earlier, version, digits), {
    permute: (sequence) => sequence,
    restore: (permuted) => permuted,
  })
}

function withVersion(
  earlier: NumberScheme,
  { firstSequence, key }: SchemeVersion,
  digits: number,
): NumberScheme {
  const cipher = FF1(10, key)
  const toDigits = (value: number) => Array.from(String(value).padStart(digits, '0'), Number)
  const encrypt = (value: number) => Number(cipher.encrypt(toDigits(value)).join(''))
  const decrypt = (value: number) => Number(cipher.decrypt(toDigits(value)).join(''))
  const isFree = (value: number) => firstSequence === 0 || earlier.restore(value) >= firstSequence
  const walk = (value: number, step: (value: number) => number) => {
    let next = step(value)
    while (!isFree(next)) next = step(next)
    return next
  }
  return {
    permute(sequence) {
      const begun = earlier.permute(sequence)
      return sequence < firstSequence ? begun : walk(begun, encrypt)
    },
    restore: (permuted) => earlier.restore(isFree(permuted) ? walk(permuted, decrypt) : permuted),
  }
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
