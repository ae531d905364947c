import type { KeyService } from '../keys/index.ts'
import { actorName, type Actor } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/database.ts'
import { countWrongGuess, hasGuessedTooMuch } from '../platform/guesses.ts'
import { refuse, refuseAndKeep, accept, type Result } from '../platform/refusal.ts'
import { readCode } from './code.ts'
import { findVoucher, lockVoucher, type VoucherRow } from './queries.ts'

export const CODE_REFUSALS = ['voucher-tries-used-up', 'voucher-unknown'] as const
export const STATE_REFUSALS = ['voucher-used', 'voucher-void', 'voucher-expired'] as const

interface Asking {
  code: string
  actor: Actor
  now: Date
}

/** The voucher of a code. A wrong code is counted against whoever sent it, and the count stays. */
export async function findByCode(
  db: Db | Tx,
  keys: KeyService,
  { code, actor, now }: Asking,
): Promise<Result<VoucherRow, (typeof CODE_REFUSALS)[number]>> {
  const guessing = { guesser: actorName(actor), now }
  if (await hasGuessedTooMuch(db, guessing)) return refuse('voucher-tries-used-up')
  const number = readCode(keys, code)
  const voucher = number && (await findVoucher(db, { number }))
  if (voucher) return accept(voucher)
  await countWrongGuess(db, guessing)
  return refuseAndKeep('voucher-unknown')
}

/**
 * The voucher of a code that may be used at a moment, held for it where `tx` writes. Refuses as `findByCode`, then in the
 * order of `STATE_REFUSALS`. Call it before anything else is written: a wrong code keeps its effects.
 */
export async function presentVoucher(
  { tx, db }: { tx: Tx; db?: never } | { db: Db; tx?: never },
  keys: KeyService,
  { goodAt, ...asking }: Asking & { goodAt: Date },
): Promise<Result<VoucherRow, (typeof CODE_REFUSALS)[number] | (typeof STATE_REFUSALS)[number]>> {
  const found = await findByCode(tx ?? db, keys, asking)
  if (!found.ok) return found
  const voucher = tx ? await lockVoucher(tx, { id: found.value.id }) : found.value
  if (!voucher) return refuse('voucher-unknown')
  if (voucher.state === 'used' || voucher.state === 'void') return refuse(`voucher-${voucher.state}`)
  if (voucher.state === 'expired' || voucher.expires_at <= goodAt) return refuse('voucher-expired')
  return accept(voucher)
}
