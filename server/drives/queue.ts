import { publish } from '../platform/events.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { maySee, staffIdOf } from './access.ts'
import { findBooth } from './booth-queries.ts'
import { tellQueue } from './movement-queries.ts'

/** Takes down how many people somebody sees waiting. Refuses in this order: `booth-unknown`, `not-in-team`. */
export async function sayQueue(
  work: Work,
  { boothId, waiting }: { boothId: string; waiting: number },
): Promise<Result<{ waiting: number; toldAt: string }, 'booth-unknown' | 'not-in-team'>> {
  const booth = await findBooth(work.tx, boothId)
  if (!booth) return refuse('booth-unknown')
  if (!(await maySee(work.tx, work.actor, booth.drive_id))) return refuse('not-in-team')
  await tellQueue(work.tx, { boothId, waiting, staffId: staffIdOf(work.actor), now: work.now })
  for (const topic of [`booth:${boothId}`, `drive:${booth.drive_id}`])
    await publish(work, { topic, type: 'queue-told', data: { boothId, waiting } })
  return accept({ waiting, toldAt: work.now.toISOString() })
}
