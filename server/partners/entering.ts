import { actorName } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { dayOf, daysBetween, startOfDay } from '../platform/clock.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { insertEntry, pointsBetween, findByReference, type EntryRow } from './entry-queries.ts'
import { firstDay, monthAfter, monthAt, startOfMonth } from './months.ts'
import { agreementAt, holdKey, lockPartner, type AgreementRow, type PartnerRow } from './queries.ts'
import type { Written } from './schema.ts'

const DAY_MS = 86_400_000

/** Under which the members' books name an entry. */
export const referenceOf = (entryId: string): string => `partner-entry:${entryId}`

/**
 * What points come to in fen: each entry by itself, half a fen up. A month is the plain sum of its entries, so that it
 * adds up to the fen, and an entry that is cancelled takes with it exactly what it brought.
 */
export const fenOf = (points: bigint, fenPerHundred: number): bigint =>
  (points * BigInt(fenPerHundred) + 50n) / 100n

export const HELD_REFUSALS = ['partner-key-unknown', 'partner-stopped'] as const

/** The account of the partner that calls, held to the end: it still has its key and works with us. */
export async function ownAccount(work: Work): Promise<Result<PartnerRow, (typeof HELD_REFUSALS)[number]>> {
  const { tx, actor } = work
  assert(actor.kind === 'partner', 'only partners get here')
  const partner = await lockPartner(tx, actor.partnerId)
  assert(partner, 'whoever has a key is a partner')
  if (!(await holdKey(tx, actor.keyId))) return refuse('partner-key-unknown')
  return partner.state === 'active' ? accept(partner) : refuse('partner-stopped')
}

export const JUDGE_REFUSALS = ['partner-reference-taken', 'no-agreement-then', 'partner-too-late'] as const

/** The agreement of a moment, for something new of the partner's. Refuses in the order of `JUDGE_REFUSALS`. */
export async function judge(
  { tx, now }: Work,
  partner: PartnerRow,
  { reference, happenedAt }: { reference: string; happenedAt: Date },
): Promise<Result<AgreementRow, (typeof JUDGE_REFUSALS)[number]>> {
  if (await findByReference(tx, partner.id, reference)) return refuse('partner-reference-taken')
  const agreement = await agreementAt(tx, partner.id, happenedAt)
  if (!agreement) return refuse('no-agreement-then')
  const isLate = daysBetween(happenedAt, now) > agreement.late_days
  return isLate ? refuse('partner-too-late', { days: agreement.late_days }) : accept(agreement)
}

/** Whether so many points more stay within the day and the month in which they happened. Refuses with `partner-limit-reached`. */
export async function judgeLimits(
  { tx }: Work,
  agreement: AgreementRow,
  { kind, points, happenedAt }: { kind: 'earn' | 'burn'; points: bigint; happenedAt: Date },
): Promise<Result<null, 'partner-limit-reached'>> {
  const [day, month] = [startOfDay(dayOf(happenedAt)), monthAt(happenedAt)]
  const spans = [
    {
      limit: kind === 'earn' ? agreement.earn_per_day : agreement.burn_per_day,
      from: day,
      until: new Date(day.getTime() + DAY_MS),
    },
    {
      limit: kind === 'earn' ? agreement.earn_per_month : agreement.burn_per_month,
      from: startOfMonth(month),
      until: startOfMonth(monthAfter(month)),
    },
  ]
  for (const { limit, from, until } of spans) {
    if (limit === null) continue
    const so = await pointsBetween(tx, { partnerId: agreement.partner_id, kind, from, until })
    if (so + points > limit)
      return refuse('partner-limit-reached', { left: Number(limit > so ? limit - so : 0n) })
  }
  return accept(null)
}

export const finalAt = ({ now }: Work, { cancel_days: days }: AgreementRow): Date =>
  new Date(now.getTime() + days * DAY_MS)

type NewEntry = Pick<
  EntryRow,
  'kind' | 'reference' | 'about' | 'member_id' | 'agreement' | 'points' | 'amount_fen' | 'fen' | 'note'
> & { happenedAt: Date; finalAt: Date | null }

export const entryId = (work: Work): string => derivedId(work.id, 'partner-entry')

/**
 * Writes an entry into an account that is held. It belongs to the month in which it happened, or to the first that is
 * still open where that one was closed.
 */
export async function enter(
  work: Work,
  partner: PartnerRow,
  { happenedAt, finalAt: final, ...entry }: NewEntry,
): Promise<Written> {
  const own = firstDay(monthAt(happenedAt))
  const row: EntryRow = {
    ...entry,
    id: entryId(work),
    partner_id: partner.id,
    number: partner.entries + 1n,
    balance_fen: partner.balance_fen + entry.fen,
    happened_at: happenedAt,
    recorded_at: work.now,
    month: own < partner.open_month ? partner.open_month : own,
    final_at: final,
    made_by: actorName(work.actor),
  }
  await insertEntry(work.tx, row)
  await audit(work, {
    action: `partner.${entry.kind}`,
    subject: `partner:${partner.id}`,
    details: {
      entry: row.id,
      number: Number(row.number),
      points: Number(row.points),
      fen: Number(row.fen),
      month: row.month.slice(0, 7),
    },
  })
  return asWritten(row)
}

export const asWritten = (row: EntryRow): Written => ({
  entryId: row.id,
  number: Number(row.number),
  kind: row.kind,
  reference: row.reference,
  points: Number(row.points),
  fen: Number(row.fen),
  month: row.month.slice(0, 7),
  finalAt: row.final_at?.toISOString() ?? null,
})
