import type { KeyService } from '../keys/index.ts'
import { giveLateCard, type LATE_CARD_REFUSALS } from '../drives/index.ts'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { publish } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { listTablets } from './office-queries.ts'
import type { GiveCard } from './office-schema.ts'

/** Nothing of a revoked tablet is taken any more, for good; what waits on it comes as a file. Refuses with `tablet-unknown`. */
export async function revokeTablet(
  work: Work,
  tabletId: string,
): Promise<Result<{ tabletId: string }, 'tablet-unknown'>> {
  const [tablet] = await listTablets(work.tx, { tabletId })
  if (!tablet) return refuse('tablet-unknown')
  const revoked = await work.tx
    .updateTable('tablets')
    .set({ revoked_by: staffOf(work.actor), revoked_at: work.now })
    .where('id', '=', tabletId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (revoked) {
    await audit(work, { action: 'tablet.revoked', subject: `tablet:${tabletId}` })
    await tell(work, tablet.driveId, tabletId)
  }
  return accept({ tabletId })
}

/** Notes cards that somebody put beside a tablet, or took away. Refuses with `tablet-unknown`, `no-cards-named`, `fewer-cards-handed`. */
export async function handCards(
  work: Work,
  { tabletId, quantity }: { tabletId: string; quantity: number },
): Promise<Result<{ tabletId: string }, 'tablet-unknown' | 'no-cards-named' | 'fewer-cards-handed'>> {
  const locked = await work.tx
    .selectFrom('tablets')
    .select('id')
    .where('id', '=', tabletId)
    .forUpdate()
    .executeTakeFirst()
  const [tablet] = locked ? await listTablets(work.tx, { tabletId }) : []
  if (!tablet) return refuse('tablet-unknown')
  if (quantity === 0) return refuse('no-cards-named')
  if (tablet.cardsHanded + quantity < 0) return refuse('fewer-cards-handed', { handed: tablet.cardsHanded })
  await work.tx
    .insertInto('tablet_cards')
    .values({
      id: derivedId(work.id, 'tablet-cards'),
      tablet_id: tabletId,
      quantity,
      noted_by: staffOf(work.actor),
      noted_at: work.now,
    })
    .execute()
  await audit(work, { action: 'tablet.cards-handed', subject: `tablet:${tabletId}`, details: { quantity } })
  await tell(work, tablet.driveId, tabletId)
  return accept({ tabletId })
}

const tell = (work: Work, driveId: string, tabletId: string): Promise<void> =>
  publish(work, { topic: `drive:${driveId}`, type: 'tablet-changed', data: { tabletId } })

/** Marks what a conflict left to do as done, or as not done after all. Refuses with `conflict-unknown`, `nothing-to-do`. */
export async function markConflict(
  work: Work,
  conflictId: string,
  isDone: boolean,
): Promise<Result<{ conflictId: string }, 'conflict-unknown' | 'nothing-to-do'>> {
  const conflict = await findConflict(work, conflictId)
  if (!conflict) return refuse('conflict-unknown')
  if (conflict.todo === null) return refuse('nothing-to-do')
  if ((conflict.done_at !== null) === isDone) return accept({ conflictId })
  await work.tx
    .updateTable('tablet_conflicts')
    .set(isDone ? { done_by: staffOf(work.actor), done_at: work.now } : { done_by: null, done_at: null })
    .where('id', '=', conflictId)
    .execute()
  await audit(work, {
    action: isDone ? 'tablet-conflict.done' : 'tablet-conflict.undone',
    subject: `tablet-conflict:${conflictId}`,
    details: { kind: conflict.kind },
  })
  await tell(work, conflict.drive_id, conflict.tablet_id)
  return accept({ conflictId })
}

const findConflict = (work: Work, conflictId: string) =>
  work.tx
    .selectFrom('tablet_conflicts')
    .select(['id', 'drive_id', 'tablet_id', 'entry_id', 'kind', 'todo', 'done_at'])
    .where('id', '=', conflictId)
    .forUpdate()
    .executeTakeFirst()

/** Gives a card to whoever a conflict left without one, and marks it done. Refuses with `conflict-unknown`, `nothing-to-do`, then as `giveLateCard`. */
export async function giveCard(
  work: Work,
  keys: KeyService,
  { conflictId, card }: GiveCard & { conflictId: string },
): Promise<
  Result<{ cardNumber: string }, 'conflict-unknown' | 'nothing-to-do' | (typeof LATE_CARD_REFUSALS)[number]>
> {
  const conflict = await findConflict(work, conflictId)
  if (!conflict) return refuse('conflict-unknown')
  if (conflict.todo !== 'give-card' || conflict.entry_id === null) return refuse('nothing-to-do')
  const given = await giveLateCard(work, keys, { enrolmentId: conflict.entry_id, card })
  if (!given.ok) return given
  await markConflict(work, conflictId, true)
  return given
}
