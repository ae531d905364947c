import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { secondPerson } from '../staff/index.ts'
import {
  decideAgreement,
  insertAgreement,
  listAgreements,
  lockPartner,
  type AgreementRow,
} from './queries.ts'
import type { Terms } from './schema.ts'

export const PROPOSE_REFUSALS = ['partner-unknown', 'agreement-empty', 'agreement-open'] as const

const orNullBig = (points: number | null): bigint | null => (points === null ? null : BigInt(points))

/** Writes down what was agreed, for a second person to approve. Refuses in the order of `PROPOSE_REFUSALS`. */
export async function proposeAgreement(
  work: Work,
  { partnerId, ...terms }: Terms & { partnerId: string },
): Promise<Result<{ number: number }, (typeof PROPOSE_REFUSALS)[number]>> {
  const { tx, now } = work
  if (!(await lockPartner(tx, partnerId))) return refuse('partner-unknown')
  if (terms.paysFenPerHundred === null && terms.getsFenPerHundred === null) return refuse('agreement-empty')
  const before = await listAgreements(tx, partnerId)
  if (before.some(({ state }) => state === 'proposed')) return refuse('agreement-open')
  const number = (before[0]?.number ?? 0) + 1
  await insertAgreement(tx, {
    partner_id: partnerId,
    number,
    starts_at: terms.startsAt === null ? null : new Date(terms.startsAt),
    pays_fen_per_hundred: terms.paysFenPerHundred,
    gets_fen_per_hundred: terms.getsFenPerHundred,
    fen_per_point: terms.fenPerPoint,
    earn_per_day: orNullBig(terms.earnPerDay),
    earn_per_month: orNullBig(terms.earnPerMonth),
    burn_per_day: orNullBig(terms.burnPerDay),
    burn_per_month: orNullBig(terms.burnPerMonth),
    cancel_days: terms.cancelDays,
    late_days: terms.lateDays,
    note: terms.note.trim(),
    state: 'proposed',
    proposed_by: staffOf(work.actor),
    proposed_at: now,
    decided_by: null,
    decided_at: null,
  })
  return tell(work, { partnerId, number }, 'proposed')
}

const OPEN_REFUSALS = ['partner-unknown', 'agreement-unknown', 'agreement-decided'] as const
export const APPROVE_REFUSALS = [
  ...OPEN_REFUSALS,
  'same-person',
  'alone-needs-reason',
  'agreement-start-taken',
] as const
export const REFUSE_REFUSALS = OPEN_REFUSALS

interface Which {
  partnerId: string
  number: number
}

/**
 * From its start on, or from now where that has passed, entries are judged by it; it is never edited. Whoever proposed
 * it does not approve it, but the shop's only person, with a reason. Refuses in the order of `APPROVE_REFUSALS`.
 */
export async function approveAgreement(
  work: Work,
  { aloneReason, ...which }: Which & { aloneReason?: string },
): Promise<Result<{ number: number }, (typeof APPROVE_REFUSALS)[number]>> {
  const { tx, now } = work
  const open = await openAgreement(work, which)
  if (!open.ok) return open
  const { agreement, others } = open.value
  const staffId = staffOf(work.actor)
  const second = await secondPerson(tx, { first: agreement.proposed_by, second: staffId, aloneReason })
  if (!second.ok) return second
  const startsAt = agreement.starts_at && agreement.starts_at > now ? agreement.starts_at : now
  const isTaken = others.some(
    ({ state, starts_at: other }) => state === 'approved' && other?.getTime() === startsAt.getTime(),
  )
  if (isTaken) return refuse('agreement-start-taken')
  await decideAgreement(tx, which, {
    state: 'approved',
    starts_at: startsAt,
    decided_by: staffId,
    decided_at: now,
    decision_reason: second.value,
  })
  return tell(work, which, 'approved')
}

/** Refuses in the order of `REFUSE_REFUSALS`. */
export async function refuseAgreement(
  work: Work,
  { reason, ...which }: Which & { reason: string },
): Promise<Result<{ number: number }, (typeof REFUSE_REFUSALS)[number]>> {
  const open = await openAgreement(work, which)
  if (!open.ok) return open
  await decideAgreement(work.tx, which, {
    state: 'refused',
    decided_by: staffOf(work.actor),
    decided_at: work.now,
    decision_reason: reason.trim(),
  })
  return tell(work, which, 'refused')
}

async function openAgreement(
  { tx }: Work,
  { partnerId, number }: Which,
): Promise<
  Result<{ agreement: AgreementRow; others: readonly AgreementRow[] }, (typeof OPEN_REFUSALS)[number]>
> {
  if (!(await lockPartner(tx, partnerId))) return refuse('partner-unknown')
  const all = await listAgreements(tx, partnerId)
  const agreement = all.find((one) => one.number === number)
  if (!agreement) return refuse('agreement-unknown')
  if (agreement.state !== 'proposed') return refuse('agreement-decided')
  return accept({ agreement, others: all })
}

async function tell(work: Work, { partnerId, number }: Which, verb: string) {
  await audit(work, {
    action: `partner.agreement-${verb}`,
    subject: `partner:${partnerId}`,
    details: { number },
  })
  return accept({ number })
}
