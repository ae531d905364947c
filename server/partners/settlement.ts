import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { secondPerson } from '../staff/index.ts'
import { sumsOfMonth } from './entry-queries.ts'
import { firstDay, monthAfter, startOfMonth } from './months.ts'
import { lockPartner } from './queries.ts'
import {
  findSettlement,
  insertSettlement,
  listSettlements,
  moveOpenMonth,
  updateSettlement,
  type SettlementRow,
} from './settlement-queries.ts'

type SettlementId = Result<{ settlementId: string }, never>

export const PROPOSE_SETTLEMENT_REFUSALS = [
  'partner-unknown',
  'settlement-open',
  'settlement-not-next',
  'month-not-over',
] as const

/**
 * Adds a month up and closes it for entries, which go to the next one from now on; a second person approves the sums.
 * Entries and closings hold the partner's account, so that none falls between two months. Refuses in the order of
 * `PROPOSE_SETTLEMENT_REFUSALS`.
 */
export async function proposeSettlement(
  work: Work,
  { partnerId, month }: { partnerId: string; month: string },
): Promise<Result<{ settlementId: string }, (typeof PROPOSE_SETTLEMENT_REFUSALS)[number]>> {
  const { tx, now } = work
  const partner = await lockPartner(tx, partnerId)
  if (!partner) return refuse('partner-unknown')
  const before = await listSettlements(tx, partnerId)
  if (before.some(({ state }) => state === 'proposed')) return refuse('settlement-open')
  if (partner.open_month !== firstDay(month))
    return refuse('settlement-not-next', { month: partner.open_month.slice(0, 7) })
  if (now < startOfMonth(monthAfter(month))) return refuse('month-not-over')
  const sums = await sumsOfMonth(tx, partnerId, firstDay(month))
  const id = derivedId(work.id, 'partner-settlement')
  await insertSettlement(tx, {
    id,
    partner_id: partnerId,
    month: firstDay(month),
    number: null,
    state: 'proposed',
    ...sums,
    proposed_by: staffOf(work.actor),
    proposed_at: now,
    decided_by: null,
    decided_at: null,
  })
  await moveOpenMonth(tx, partnerId, firstDay(monthAfter(month)))
  return tell(work, { id, partner_id: partnerId, month: firstDay(month), net_fen: sums.net_fen }, 'proposed')
}

interface Which {
  partnerId: string
  settlementId: string
}

const OPEN_REFUSALS = ['partner-unknown', 'settlement-unknown', 'settlement-decided'] as const
export const CLOSE_REFUSALS = [...OPEN_REFUSALS, 'same-person', 'alone-needs-reason'] as const
export const REOPEN_REFUSALS = OPEN_REFUSALS

/**
 * Closes a settlement for good, under the partner's next number. Whoever added it up does not approve it, but the shop's
 * only person, with a reason. Refuses in the order of `CLOSE_REFUSALS`.
 */
export async function closeSettlement(
  work: Work,
  { aloneReason, ...which }: Which & { aloneReason?: string },
): Promise<Result<{ settlementId: string }, (typeof CLOSE_REFUSALS)[number]>> {
  const open = await openSettlement(work, which)
  if (!open.ok) return open
  const { settlement, others } = open.value
  const staffId = staffOf(work.actor)
  const second = await secondPerson(work.tx, { first: settlement.proposed_by, second: staffId, aloneReason })
  if (!second.ok) return second
  await updateSettlement(work.tx, settlement.id, {
    state: 'closed',
    number: Math.max(0, ...others.map(({ number }) => number ?? 0)) + 1,
    decided_by: staffId,
    decided_at: work.now,
    decision_reason: second.value,
  })
  return tell(work, settlement, 'closed')
}

/**
 * Turns a settlement down: its month takes entries again, and what came meanwhile stays in the next one. Refuses in the
 * order of `REOPEN_REFUSALS`.
 */
export async function refuseSettlement(
  work: Work,
  { reason, ...which }: Which & { reason: string },
): Promise<Result<{ settlementId: string }, (typeof REOPEN_REFUSALS)[number]>> {
  const open = await openSettlement(work, which)
  if (!open.ok) return open
  const { settlement } = open.value
  await updateSettlement(work.tx, settlement.id, {
    state: 'refused',
    decided_by: staffOf(work.actor),
    decided_at: work.now,
    decision_reason: reason.trim(),
  })
  await moveOpenMonth(work.tx, settlement.partner_id, settlement.month)
  return tell(work, settlement, 'refused')
}

async function openSettlement(
  { tx }: Work,
  { partnerId, settlementId }: Which,
): Promise<
  Result<{ settlement: SettlementRow; others: readonly SettlementRow[] }, (typeof OPEN_REFUSALS)[number]>
> {
  if (!(await lockPartner(tx, partnerId))) return refuse('partner-unknown')
  const others = await listSettlements(tx, partnerId)
  const settlement = others.find(({ id }) => id === settlementId)
  if (!settlement) return refuse('settlement-unknown')
  return settlement.state === 'proposed' ? accept({ settlement, others }) : refuse('settlement-decided')
}

export const MARK_REFUSALS = [
  'partner-unknown',
  'settlement-unknown',
  'settlement-not-closed',
  'settlement-marked',
] as const

/** Notes when a closed settlement was sent, or paid and under which reference: each once. Refuses in the order of `MARK_REFUSALS`. */
export async function markSettlement(
  work: Work,
  {
    partnerId,
    settlementId,
    ...mark
  }: Which & ({ kind: 'sent'; on: string } | { kind: 'paid'; on: string; reference: string }),
): Promise<Result<{ settlementId: string }, (typeof MARK_REFUSALS)[number]>> {
  if (!(await lockPartner(work.tx, partnerId))) return refuse('partner-unknown')
  const settlement = await findSettlement(work.tx, partnerId, settlementId)
  if (!settlement) return refuse('settlement-unknown')
  if (settlement.state !== 'closed') return refuse('settlement-not-closed')
  if ((mark.kind === 'sent' ? settlement.sent_on : settlement.paid_on) !== null)
    return refuse('settlement-marked')
  const set =
    mark.kind === 'sent' ? { sent_on: mark.on } : { paid_on: mark.on, paid_reference: mark.reference.trim() }
  await updateSettlement(work.tx, settlementId, set)
  return tell(work, settlement, mark.kind)
}

async function tell(
  work: Work,
  {
    id,
    partner_id: partnerId,
    month,
    net_fen: netFen,
  }: Pick<SettlementRow, 'id' | 'partner_id' | 'month' | 'net_fen'>,
  verb: string,
): Promise<SettlementId> {
  await audit(work, {
    action: `partner.settlement-${verb}`,
    subject: `partner:${partnerId}`,
    details: { settlement: id, month: month.slice(0, 7), netFen: Number(netFen) },
  })
  return accept({ settlementId: id })
}
