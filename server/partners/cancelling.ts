import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { takeBackPoints, voidPoints } from '../points/index.ts'
import { assert } from '../platform/errors.ts'
import { enter, HELD_REFUSALS, ownAccount, referenceOf } from './entering.ts'
import { endHold, findByReference, isCancelled, type EntryRow } from './entry-queries.ts'
import type { Written } from './schema.ts'

export const CANCEL_REFUSALS = [
  ...HELD_REFUSALS,
  'partner-entry-unknown',
  'partner-entry-cancelled',
  'partner-entry-final',
] as const

/**
 * Takes back what the partner that calls once did, by an entry of the opposite: points it gave are taken back (what was
 * spent is owed), points it took return to where they came from. Another partner's entry is an unknown one. Refuses in
 * the order of `CANCEL_REFUSALS`.
 */
export async function cancelAtPartner(
  work: Work,
  { reference }: { reference: string },
): Promise<Result<Written, (typeof CANCEL_REFUSALS)[number]>> {
  const { tx, now } = work
  const own = await ownAccount(work)
  if (!own.ok) return own
  const entry = await findByReference(tx, own.value.id, reference.trim())
  if (!entry) return refuse('partner-entry-unknown')
  if (await isCancelled(tx, entry.id)) return refuse('partner-entry-cancelled')
  if (entry.final_at === null || entry.final_at <= now) return refuse('partner-entry-final')
  if (!(await giveBack(work, entry))) return refuse('partner-entry-final')
  return accept(
    await enter(work, own.value, {
      kind: entry.kind === 'earn' ? 'earn-cancelled' : 'burn-cancelled',
      reference: entry.reference,
      about: entry.id,
      member_id: entry.member_id,
      agreement: entry.agreement,
      points: entry.points,
      amount_fen: entry.amount_fen,
      fen: -entry.fen,
      happenedAt: now,
      finalAt: null,
      note: '',
    }),
  )
}

/** @returns false where a burn has been settled meanwhile */
async function giveBack(work: Work, { id, kind, member_id: memberId, points }: EntryRow): Promise<boolean> {
  assert(memberId, 'what partners give and take is a member’s')
  const posting = { memberId, points, reference: referenceOf(id), part: 'partner-cancel' }
  if (kind === 'earn') {
    await takeBackPoints(work, { ...posting, happenedAt: work.now, reason: 'partner-cancel' })
    return true
  }
  if (!(await endHold(work.tx, id, 'void'))) return false
  await voidPoints(work, { ...posting, reason: 'void' })
  return true
}
