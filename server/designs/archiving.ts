import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { lockDesign } from './queries.ts'

/** No more batches are ordered with it; those that were keep it. Refuses with `design-unknown`, `design-archived`. */
export async function archiveDesign(
  work: Work,
  { code, reason }: { code: string; reason: string },
): Promise<Result<{ code: string }, 'design-unknown' | 'design-archived'>> {
  const design = await lockDesign(work.tx, code)
  if (!design) return refuse('design-unknown')
  if (design.archived_at) return refuse('design-archived')
  await work.tx
    .updateTable('designs')
    .set({ archived_by: staffOf(work.actor), archived_at: work.now })
    .where('id', '=', design.id)
    .execute()
  await audit(work, { action: 'design.archived', subject: `design:${code}`, details: { reason } })
  return accept({ code })
}

/** Takes a design out of the archive; one that is in none stays as it is. Refuses with `design-unknown`. */
export async function restoreDesign(
  work: Work,
  { code }: { code: string },
): Promise<Result<{ code: string }, 'design-unknown'>> {
  const design = await lockDesign(work.tx, code)
  if (!design) return refuse('design-unknown')
  if (!design.archived_at) return accept({ code })
  await work.tx
    .updateTable('designs')
    .set({ archived_by: null, archived_at: null })
    .where('id', '=', design.id)
    .execute()
  await audit(work, { action: 'design.restored', subject: `design:${code}` })
  return accept({ code })
}
