import { createHash } from 'node:crypto'
import { readCrockford } from '../platform/crockford.ts'
import { AppError } from '../platform/errors.ts'

/** One person's part of the roots, with what tells it from the others and from those of another splitting. */
export interface Share {
  /** eight hex digits, drawn for each splitting */
  set: string
  /** 1 and up */
  number: number
  needed: number
  total: number
  /** its point of the polynomials: worthless alone */
  part: Uint8Array
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const FORMAT = 1
const HEADER_LENGTH = 8
const CHECK_LENGTH = 3
const GROUP = 5

/** Groups of five characters without I, L, O and U, to be copied by hand; the last ones check all others. */
export function shareText({ set, number, needed, total, part }: Share): string {
  const bytes = Buffer.concat([
    Uint8Array.of(FORMAT),
    Buffer.from(set, 'hex'),
    Uint8Array.of(number, needed, total),
    part,
  ])
  const text = toBase32(Buffer.concat([bytes, digest(bytes).subarray(0, CHECK_LENGTH)]))
  return (text.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []).join(' ')
}

/** @throws AppError `share-mistyped`; the message does not repeat what was typed */
export function readShare(typed: string): Share {
  const bytes = fromBase32(readCrockford(typed)) ?? Buffer.alloc(0)
  const body = bytes.subarray(0, -CHECK_LENGTH)
  const [format, , , , , number = 0, needed = 0, total = 0] = body
  const isWhole = digest(body).subarray(0, CHECK_LENGTH).equals(bytes.subarray(-CHECK_LENGTH))
  if (body.length <= HEADER_LENGTH || format !== FORMAT || !isWhole)
    throw new AppError('share-mistyped', 'This is not a whole share: a character is wrong or missing.')
  return {
    set: body.subarray(1, 5).toString('hex'),
    number,
    needed,
    total,
    part: body.subarray(HEADER_LENGTH),
  }
}

/** Six hex digits that its holder reads aloud; they reveal nothing of it. */
export const shareCheckValue = (share: Share): string =>
  createHash('sha256').update('cardwright share').update(shareText(share)).digest('hex').slice(0, 6)

const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

function toBase32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('')
}

function fromBase32(text: string): Buffer | undefined {
  const digits = Array.from(text, (character) => ALPHABET.indexOf(character))
  if (digits.includes(-1)) return undefined
  const bits = digits.map((digit) => digit.toString(2).padStart(5, '0')).join('')
  const spare = bits.length % 8
  if (spare >= 5 || bits.slice(bits.length - spare).includes('1')) return undefined
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}
