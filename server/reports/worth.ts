import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { insertWorth } from './report-queries.ts'
import type { NewWorth } from './schema.ts'

/**
 * Says what points are worth from this month on; months that ended before keep what held then. Refuses with
 * `worth-changed`: somebody else has said so since it was read.
 */
export async function setWorth(
  work: Work,
  { after, fenPerHundred }: NewWorth,
): Promise<Result<{ version: number }, 'worth-changed'>> {
  const version = after + 1
  const worth = {
    version,
    fen_per_hundred: fenPerHundred,
    set_by: staffOf(work.actor),
    set_at: work.now,
  }
  if (!(await insertWorth(work.tx, worth))) return refuse('worth-changed')
  await audit(work, {
    action: 'points.worth-set',
    subject: `point-worth:${version}`,
    details: { fenPerHundred },
  })
  return accept({ version })
}
