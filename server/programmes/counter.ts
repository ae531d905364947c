import { audit } from '../platform/audit.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { insertCounter } from './queries.ts'
import type { Counter } from './schema.ts'

/** Adds a counter with its agreement. Refuses with `counter-name-taken`. */
export async function addCounter(
  work: Work,
  counter: Omit<Counter, 'id'>,
): Promise<Result<Counter, 'counter-name-taken'>> {
  const id = derivedId(work.id, 'counter')
  const { name, joins, ratePerMille } = counter
  const isNew = await insertCounter(work.tx, {
    id,
    name,
    joins,
    rate_per_mille: ratePerMille,
    created_at: work.now,
  })
  if (!isNew) return refuse('counter-name-taken')
  await audit(work, { action: 'counter.added', subject: `counter:${id}`, details: { joins, ratePerMille } })
  return accept({ id, ...counter })
}
