import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { publish } from '../platform/events.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { secondPerson } from '../staff/index.ts'
import { listTablets } from './office-queries.ts'
import { lockTablet } from './queries.ts'

type Answer<Code extends string> = Promise<Result<{ tabletId: string }, 'tablet-unknown' | Code>>

/**
 * Asks that what waits on a revoked tablet is given up, because its file will not come; another person confirms it. Refuses
 * with `tablet-unknown`, `tablet-not-revoked`, `write-off-asked`.
 */
export async function askWriteOff(
  work: Work,
  { tabletId, reason }: { tabletId: string; reason: string },
): Answer<'tablet-not-revoked' | 'write-off-asked'> {
  const [tablet] = await listTablets(work.tx, { tabletId })
  if (!tablet) return refuse('tablet-unknown')
  if (tablet.revokedAt === null) return refuse('tablet-not-revoked')
  const asked = await work.tx
    .insertInto('tablet_write_offs')
    .values({
      tablet_id: tabletId,
      reason: reason.trim(),
      asked_by: staffOf(work.actor),
      asked_at: work.now,
      confirmed_by: null,
      confirmed_at: null,
    })
    .onConflict((conflict) => conflict.column('tablet_id').doNothing())
    .returning('tablet_id')
    .executeTakeFirst()
  if (!asked) return refuse('write-off-asked')
  await tell(work, tablet, 'tablet.write-off-asked')
  return accept({ tabletId })
}

/** In the order in which confirming a write-off refuses. */
export const CONFIRM_WRITE_OFF_REFUSALS = [
  'tablet-unknown',
  'write-off-unknown',
  'same-person',
  'alone-needs-reason',
] as const

/** The second person's yes: from now on the tablet may erase what waits on it. */
export async function confirmWriteOff(
  work: Work,
  { tabletId, aloneReason }: { tabletId: string; aloneReason?: string },
): Answer<Exclude<(typeof CONFIRM_WRITE_OFF_REFUSALS)[number], 'tablet-unknown'>> {
  const open = await openWriteOff(work, tabletId)
  if (!open.ok) return open
  const { tablet, askedBy } = open.value
  const staffId = staffOf(work.actor)
  const second = await secondPerson(work.tx, { first: askedBy, second: staffId, aloneReason })
  if (!second.ok) return second
  await work.tx
    .updateTable('tablet_write_offs')
    .set({ confirmed_by: staffId, confirmed_at: work.now, alone_reason: second.value })
    .where('tablet_id', '=', tabletId)
    .execute()
  await tell(work, tablet, 'tablet.written-off')
  return accept({ tabletId })
}

/** What was asked for is not done; it can be asked for again. Refuses with `tablet-unknown`, `write-off-unknown`. */
export async function refuseWriteOff(
  work: Work,
  { tabletId, reason }: { tabletId: string; reason: string },
): Answer<'write-off-unknown'> {
  const open = await openWriteOff(work, tabletId)
  if (!open.ok) return open
  await work.tx.deleteFrom('tablet_write_offs').where('tablet_id', '=', tabletId).execute()
  await tell(work, open.value.tablet, 'tablet.write-off-refused', { reason: reason.trim() })
  return accept({ tabletId })
}

type Listed = Awaited<ReturnType<typeof listTablets>>[number]

async function openWriteOff(
  work: Work,
  tabletId: string,
): Promise<Result<{ tablet: Listed; askedBy: string }, 'tablet-unknown' | 'write-off-unknown'>> {
  const [tablet] = await listTablets(work.tx, { tabletId })
  if (!tablet) return refuse('tablet-unknown')
  await lockTablet(work.tx, tabletId)
  const writeOff = await work.tx
    .selectFrom('tablet_write_offs')
    .select('asked_by')
    .where('tablet_id', '=', tabletId)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst()
  return writeOff ? accept({ tablet, askedBy: writeOff.asked_by }) : refuse('write-off-unknown')
}

async function tell(
  work: Work,
  { id, driveId, waiting }: Listed,
  action: string,
  more: { reason?: string } = {},
): Promise<void> {
  await audit(work, { action, subject: `tablet:${id}`, details: { waiting, ...more } })
  await publish(work, { topic: `drive:${driveId}`, type: 'tablet-changed', data: { tabletId: id } })
}
