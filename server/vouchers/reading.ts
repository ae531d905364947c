import type { KeyService } from '../keys/index.ts'
import { findLevelAt } from '../levels/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { codeOf } from './code.ts'
import { findByCode, type CODE_REFUSALS } from './presenting.ts'
import { changesOf, vouchersOf, type VoucherRow } from './queries.ts'
import type { FoundVoucher, Voucher, VoucherWithLife } from './schema.ts'

const fen = (amount: bigint | null): number | null => (amount === null ? null : Number(amount))

const asVoucher = (row: VoucherRow, now: Date): Voucher => ({
  id: row.id,
  kind: row.kind,
  nameZh: row.name_zh,
  nameEn: row.name_en,
  valueFen: fen(row.value_fen),
  ratePerMille: row.rate_per_mille,
  minimumFen: Number(row.minimum_fen),
  keepsChange: row.keeps_change,
  leftFen: fen(row.left_fen),
  state: row.state === 'open' && row.expires_at <= now ? 'expired' : row.state,
  issuedAt: row.issued_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
})

async function withLife(db: Db, rows: readonly VoucherRow[], now: Date): Promise<VoucherWithLife[]> {
  const ids = rows.map(({ id }) => id)
  const changes = await changesOf(db, ids)
  return rows.map((row) => ({
    ...asVoucher(row, now),
    changes: changes
      .filter(({ voucher_id: id }) => id === row.id)
      .map((change) => ({
        kind: change.kind,
        fen: fen(change.fen),
        leftFen: fen(change.left_fen),
        reference: change.reference,
        reason: change.reason,
        recordedAt: change.recorded_at.toISOString(),
      })),
  }))
}

/** A member's vouchers with what became of each, newest first; never a code. Refuses with `member-unknown`. */
export async function vouchersWithLife(
  db: Db,
  memberId: string,
  now: Date,
): Promise<Result<VoucherWithLife[], 'member-unknown'>> {
  if (!(await findLevelAt(db, memberId, now))) return refuse('member-unknown')
  return accept(await withLife(db, await vouchersOf(db, memberId, 100), now))
}

/** A member's own vouchers with their codes, what can be used first: for whoever has proven to be them. */
export async function ownVouchers(
  db: Db,
  keys: KeyService,
  { memberId, now }: { memberId: string; now: Date },
): Promise<(Voucher & { code: string | null })[]> {
  const rows = await vouchersOf(db, memberId, 50)
  const vouchers = rows.map((row) => {
    const voucher = asVoucher(row, now)
    return { ...voucher, code: voucher.state === 'open' ? codeOf(keys, row.number) : null }
  })
  return vouchers.toSorted((a, b) => Number(b.state === 'open') - Number(a.state === 'open'))
}

/** Looks a voucher up by its code. Refuses as `findByCode`; wrong codes are counted. */
export async function lookUp(
  db: Db,
  keys: KeyService,
  asking: { code: string; actor: Actor; now: Date },
): Promise<Result<FoundVoucher, (typeof CODE_REFUSALS)[number]>> {
  const found = await findByCode(db, keys, asking)
  if (!found.ok) return found
  const [voucher] = await withLife(db, [found.value], asking.now)
  if (!voucher) return refuse('voucher-unknown')
  return accept({ voucher, memberId: asking.actor.kind === 'staff' ? found.value.member_id : null })
}
