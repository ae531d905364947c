import type { Db, Tx } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import {
  holdersOf,
  purchasesOf,
  redeemersOf,
  transfersOf,
  voucherChangesOf,
  type EntryRow,
} from './source-queries.ts'
import type { ChosenType } from './schema.ts'

/** Something that is told. */
export interface Told {
  /** follows from what it tells of, so that nothing is told as two things */
  id: string
  type: ChosenType
  occurredAt: Date
  data: Record<string, unknown>
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const CARD = /^9156\d{12}$/
const STOPPED = new Set(['suspended', 'lost', 'replaced', 'expired', 'destroyed'])
const REDEMPTION_STATES = new Set(['held', 'settled', 'void', 'expired'])

interface Sources {
  purchases: Awaited<ReturnType<typeof purchasesOf>>
  redeemers: Map<string, string>
  holders: Map<string, string>
  vouchers: Awaited<ReturnType<typeof voucherChangesOf>>
}

/**
 * What audit entries of finished commands tell, in their order: each thing that happened, then what it did to points.
 * Everything is read from rows that do not change any more.
 */
export async function toldBy(db: Db | Tx, entries: readonly EntryRow[]): Promise<Told[]> {
  const named = entries.map((entry) => ({ entry, ...partsOf(entry.subject) }))
  const ids = (kind: string, shape: RegExp): string[] =>
    named.flatMap((one) => (one.kind === kind && shape.test(one.id) ? [one.id] : []))
  const sources: Sources = {
    purchases: await purchasesOf(db, ids('purchase', UUID)),
    redeemers: await redeemersOf(db, ids('redemption', UUID)),
    holders: await holdersOf(db, ids('card', CARD)),
    vouchers: await voucherChangesOf(db, ids('voucher', UUID)),
  }
  const withMember = named.flatMap(({ entry, kind, id }) => {
    const memberId = memberOf(entry, { kind, id }, sources)
    return memberId ? [{ memberId, at: entry.recorded_at }] : []
  })
  const transfers = await transfersOf(db, withMember)
  const told = new Set<string>()
  return named.flatMap(({ entry, kind, id }) => {
    const itself = directly(entry, { kind, id }, sources)
    const memberId = memberOf(entry, { kind, id }, sources)
    const key = memberId && `${memberId}/${entry.recorded_at.toISOString()}`
    const points = key && !told.has(key) ? (transfers.get(key) ?? []) : []
    if (key) told.add(key)
    return [
      ...(itself ? [{ id: derivedId(entry.id, itself.type), occurredAt: entry.recorded_at, ...itself }] : []),
      ...points.map(asChange),
    ]
  })
}

function partsOf(subject: string): { kind: string; id: string } {
  const colon = subject.indexOf(':')
  return { kind: subject.slice(0, colon), id: subject.slice(colon + 1) }
}

/** Whose points it may have changed. */
function memberOf(
  { details }: EntryRow,
  { kind, id }: { kind: string; id: string },
  { purchases, redeemers }: Sources,
): string | undefined {
  if (kind === 'purchase') return purchases.get(id)?.member_id
  if (kind === 'redemption') return redeemers.get(id)
  const memberId = kind === 'member' ? id : details['memberId']
  return typeof memberId === 'string' && UUID.test(memberId) ? memberId : undefined
}

function directly(
  { action, details, recorded_at: at }: EntryRow,
  { kind, id }: { kind: string; id: string },
  { purchases, redeemers, holders, vouchers }: Sources,
): { type: ChosenType; data: Record<string, unknown> } | undefined {
  const [, verb = ''] = action.split('.', 2)
  const purchase = purchases.get(id)
  if (action === 'purchase.recorded' && purchase) return { type: action, data: asPurchase(id, purchase) }
  if (action === 'purchase.returned' && purchase) {
    const { refundFen, pointsTaken, pointsOwed, pointsLeft } = details
    const memberId = purchase.member_id
    return {
      type: action,
      data: { purchaseId: id, memberId, refundFen, pointsTaken, pointsOwed, pointsLeft },
    }
  }
  if (action.startsWith('level.') && kind === 'member') {
    const { from, to, reference } = details
    const data = { memberId: id, kind: verb, from, to, reference: reference ?? null }
    return { type: 'level.changed', data }
  }
  const redeemer = redeemers.get(id)
  if (action.startsWith('redemption.') && redeemer && REDEMPTION_STATES.has(verb)) {
    const { giftId, placeId, points } = details
    const data = { redemptionId: id, memberId: redeemer, giftId, placeId, points }
    return { type: action as ChosenType, data }
  }
  const voucher = vouchers.get(`${id}/${verb}/${at.toISOString()}`)
  if (action.startsWith('voucher.') && voucher) {
    const { member_id: memberId, kind: what, fen, left_fen: left, reference } = voucher
    const data = { voucherId: id, memberId, kind: what, fen: orNull(fen), leftFen: orNull(left), reference }
    return { type: action as ChosenType, data }
  }
  const holder = holders.get(id)
  if (action.startsWith('card.') && holder) {
    const data = { cardNumber: id, memberId: holder }
    if (STOPPED.has(verb)) return { type: 'card.stopped', data: { ...data, because: verb } }
    if (verb === 'active') return { type: 'card.active', data }
  }
  return undefined
}

const orNull = (fen: bigint | null): number | null => (fen === null ? null : Number(fen))

const asPurchase = (id: string, row: NonNullable<ReturnType<Sources['purchases']['get']>>) => ({
  purchaseId: id,
  memberId: row.member_id,
  counterId: row.counter_id,
  tillId: row.till_id,
  receiptNumber: row.receipt_number,
  soldAt: row.sold_at.toISOString(),
  payFen: Number(row.pay_fen),
  paidFen: Number(row.paid_fen),
  points: Number(row.points),
})

type TransferRow = NonNullable<ReturnType<Awaited<ReturnType<typeof transfersOf>>['get']>>[number]

const asChange = (row: TransferRow): Told => ({
  id: derivedId(row.id, 'points.changed'),
  type: 'points.changed',
  occurredAt: row.recorded_at,
  data: {
    entryId: row.id,
    memberId: row.member_id,
    number: Number(row.number),
    from: row.from_account,
    to: row.to_account,
    points: Number(row.points),
    reason: row.reason,
    reference: row.reference,
    spendableAfter: Number(row.spendable_after),
    happenedAt: row.happened_at.toISOString(),
  },
})
