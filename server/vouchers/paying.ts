import type { Coupon } from '../programmes/index.ts'
import type { KeyService } from '../keys/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Work } from '../platform/work.ts'
import { move } from './changing.ts'
import { codeOf } from './code.ts'
import { issueVoucher } from './issuing.ts'
import { givenBackFor, usedForPurchases, voucherOfPurchase, type VoucherRow } from './queries.ts'

/** A voucher as prices know coupons: it comes last, and never goes under a floor price. */
export function asCoupon(
  voucher: Pick<VoucherRow, 'kind' | 'name_zh' | 'name_en' | 'minimum_fen' | 'rate_per_mille'>,
  offFen: bigint | null,
): Coupon | undefined {
  const common = {
    code: 'voucher',
    nameZh: voucher.name_zh,
    nameEn: voucher.name_en,
    from: null,
    until: null,
    fromFen: Number(voucher.minimum_fen),
  }
  if (voucher.kind === 'amount' && offFen !== null)
    return { ...common, offer: { kind: 'amount', offFen: Number(offFen) } }
  if (voucher.kind === 'percent' && voucher.rate_per_mille !== null)
    return { ...common, offer: { kind: 'percent', ratePerMille: voucher.rate_per_mille } }
  return undefined
}

/** Uses a voucher that is held for a purchase, for as much as it took off the price; without change, all of it is gone. */
export async function useVoucher(
  work: Work,
  voucher: VoucherRow,
  { fen, reference }: { fen: bigint; reference: string },
): Promise<void> {
  const left = voucher.keeps_change && voucher.left_fen !== null ? voucher.left_fen - fen : 0n
  await move(work, voucher, {
    kind: left > 0n ? 'part-used' : 'used',
    state: left > 0n ? 'open' : 'used',
    leftFen: voucher.left_fen === null ? null : left,
    fen,
    reference,
  })
}

/**
 * What members' purchases were partly paid with, by the purchase: with all its worth where what is left is lost, with the
 * part that it paid where change stays on it.
 */
export async function vouchersUsedBy(tx: Tx, memberIds: readonly string[]): Promise<Map<string, Coupon>> {
  const used = await usedForPurchases(tx, memberIds)
  return new Map(
    used.flatMap(({ reference, used_fen: usedFen, ...voucher }) => {
      const coupon = asCoupon(voucher, voucher.keeps_change ? usedFen : voucher.value_fen)
      return coupon ? [[reference.slice('purchase:'.length), coupon]] : []
    }),
  )
}

export interface PaidByVoucher {
  /** as it prices the rest; undefined once all of it was given back */
  coupon: Coupon | undefined
  /** what it took off the price, less what returns gave back */
  fen: bigint
  voucher: VoucherRow
}

/** What is left of a voucher's part in a purchase; undefined where none was used. */
export async function voucherPartOf(db: Db | Tx, purchaseId: string): Promise<PaidByVoucher | undefined> {
  const used = await voucherOfPurchase(db, purchaseId)
  if (!used || used.used_fen === null) return undefined
  const back = await givenBackFor(db, purchaseId)
  const isAmount = used.kind === 'amount'
  const gone = back.reduce((sum, { value_fen: fen }) => sum + (fen ?? 0n), 0n)
  const fen = isAmount ? used.used_fen - gone : back.length > 0 ? 0n : used.used_fen
  return { coupon: fen === 0n ? undefined : asCoupon(used, fen), fen, voucher: used }
}

const GOOD_AT_LEAST_DAYS = 7
/** Bought with and brought back again and again, a voucher would else never end. */
const PROLONGED_DAYS = 30
const DAY_MS = 86_400_000

/**
 * Gives the part of a voucher that a return frees back as a voucher of its own: as good as the first one, for as long, and
 * for a week at least, but no more than `PROLONGED_DAYS` longer than when it first came back. One in per cent comes back
 * whole, once nothing is left that it made cheaper.
 * @returns its id; undefined where nothing is free, or its time is over for good
 */
export async function giveBackPart(
  work: Work,
  keys: KeyService,
  { voucher, fen }: PaidByVoucher,
  { savedLeft, reference }: { savedLeft: bigint; reference: string },
): Promise<{ voucherId: string; fen: bigint | null } | undefined> {
  const freed = fen - savedLeft
  const isAmount = voucher.kind === 'amount'
  if (isAmount ? freed <= 0n : fen === 0n || savedLeft > 0n) return undefined
  const expiresAt = await backUntil(work, voucher)
  if (expiresAt <= work.now) return undefined
  const voucherId = await issueVoucher(work, keys, {
    memberId: voucher.member_id,
    value: isAmount
      ? { kind: 'amount', fen: freed }
      : { kind: 'percent', ratePerMille: voucher.rate_per_mille ?? 1000 },
    origin: 'return',
    reference,
    name_zh: voucher.name_zh,
    name_en: voucher.name_en,
    keeps_change: voucher.keeps_change,
    minimum_fen: voucher.minimum_fen,
    expiresAt,
  })
  return { voucherId, fen: isAmount ? freed : null }
}

const daysAfter = (moment: Date, days: number): Date => new Date(moment.getTime() + days * DAY_MS)

async function backUntil({ tx, now }: Work, voucher: VoucherRow): Promise<Date> {
  const soonest = daysAfter(now, GOOD_AT_LEAST_DAYS)
  if (voucher.expires_at >= soonest) return voucher.expires_at
  const first = await firstGivenBack(tx, voucher)
  const latest = first && daysAfter(first.expires_at, PROLONGED_DAYS)
  if (latest === undefined || soonest <= latest) return soonest
  return latest > voucher.expires_at ? latest : voucher.expires_at
}

/** Of a voucher that came out of returns, the first that did; undefined of one that was bought or given. */
async function firstGivenBack(tx: Tx, voucher: VoucherRow): Promise<VoucherRow | undefined> {
  if (voucher.origin !== 'return') return undefined
  const before = await voucherOfPurchase(tx, purchaseOf(voucher))
  return (before && (await firstGivenBack(tx, before))) ?? voucher
}

/** A return's voucher is for `purchase:<id>/<position of the return>`. */
const purchaseOf = ({ reference }: VoucherRow): string =>
  reference.slice('purchase:'.length).split('/')[0] ?? ''

export interface GivenBack {
  id: string
  code: string
  /** null of one in per cent */
  valueFen: number | null
  expiresAt: string
}

/** What the returns of a purchase gave back, by the return's position: codes are worth money, show them to the till only. */
export async function vouchersGivenBack(
  db: Db,
  keys: KeyService,
  purchaseId: string,
): Promise<Map<number, GivenBack>> {
  const rows = await givenBackFor(db, purchaseId)
  return new Map(
    rows.map((row) => [
      Number(row.reference.split('/')[1]),
      {
        id: row.id,
        code: codeOf(keys, row.number),
        valueFen: row.value_fen === null ? null : Number(row.value_fen),
        expiresAt: row.expires_at.toISOString(),
      },
    ]),
  )
}
