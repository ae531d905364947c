import { createHash, timingSafeEqual } from 'node:crypto'
import type { KeyService } from '../keys/index.ts'
import { readCrockford } from '../platform/crockford.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { ReceiptLine } from './schema.ts'

/** What a quote promises: this price for this basket, to this till, until then. */
export interface Promised {
  id: string
  tillId: string
  quotedAt: Date
  expiresAt: Date
  level: string
  payFen: number
  /** SHA-256 of the basket, in base64url */
  basket: string
}

export interface Basket {
  cardNumber: string
  counterId: string
  lines: readonly ReceiptLine[]
  coupon?: string | undefined
  voucher?: string | undefined
}

/** The same baskets have the same hash, however their JSON was written. */
export const hashOf = ({ cardNumber, counterId, lines, coupon, voucher }: Basket): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        cardNumber,
        counterId.toLowerCase(),
        coupon ?? null,
        voucher === undefined ? null : readCrockford(voucher),
        lines.map((line) => [
          line.description,
          line.unitPriceFen,
          line.quantity,
          line.isSpecialPrice,
          line.category ?? null,
          line.floorFen ?? null,
        ]),
      ]),
    )
    .digest('base64url')

/** `<what is promised>.<MAC>`, both in base64url: the till keeps it, the server stores nothing. */
export function signQuote(keys: KeyService, promise: Promised): string {
  const { id, tillId, quotedAt, expiresAt, level, payFen, basket } = promise
  const fields = [1, id, tillId, quotedAt.getTime(), expiresAt.getTime(), level, payFen, basket]
  const text = Buffer.from(JSON.stringify(fields)).toString('base64url')
  return `${text}.${macOf(keys, text).toString('base64url')}`
}

/** Refuses with `quote-unknown` what we have not signed. */
export function readQuote(keys: KeyService, token: string): Result<Promised, 'quote-unknown'> {
  const [text = '', mac = ''] = token.split('.')
  const given = Buffer.from(mac, 'base64url')
  const expected = macOf(keys, text)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return refuse('quote-unknown')
  const [, id, tillId, quotedAt, expiresAt, level, payFen, basket] = JSON.parse(
    Buffer.from(text, 'base64url').toString(),
  ) as [number, string, string, number, number, string, number, string]
  return accept({
    id,
    tillId,
    quotedAt: new Date(quotedAt),
    expiresAt: new Date(expiresAt),
    level,
    payFen,
    basket,
  })
}

const macOf = (keys: KeyService, text: string): Buffer => Buffer.from(keys.blindIndex('quote', text))
