import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Db } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import {
  findCounter,
  insertAgreement,
  insertCounter,
  listAgreements,
  listCounters,
  type CounterRow,
} from './counter-queries.ts'
import { promotionInWords } from './promotion-words.ts'
import type { Counter, NewAgreement } from './schema.ts'
import { isSoundPromotion } from './soundness.ts'

const asCounter = ({ startsAt, ...counter }: CounterRow): Counter => ({
  ...counter,
  words: counter.promotions.map(promotionInWords),
  startsAt: startsAt.toISOString(),
})

/** All counters with what they have agreed to now. */
export const describeCounters = async (db: Db, now: Date): Promise<Counter[]> =>
  (await listCounters(db, now)).map(asCounter)

/** Adds a counter with its first agreement. Refuses with `counter-name-taken`. */
export async function addCounter(
  work: Work,
  { name, joins, ratePerMille }: Pick<Counter, 'name' | 'joins' | 'ratePerMille'>,
): Promise<Result<Counter, 'counter-name-taken'>> {
  const id = derivedId(work.id, 'counter')
  const isNew = await insertCounter(work.tx, {
    id,
    name,
    joins,
    rate_per_mille: ratePerMille,
    created_at: work.now,
  })
  if (!isNew) return refuse('counter-name-taken')
  await audit(work, { action: 'counter.added', subject: `counter:${id}`, details: { joins, ratePerMille } })
  return accept(
    asCounter({ id, name, joins, ratePerMille, promotions: [], advertising: '', startsAt: work.now }),
  )
}

export const AGREE_REFUSALS = [
  'counter-unknown',
  'start-in-past',
  'promotion-unsound',
  'start-taken',
] as const

/**
 * Writes down what a counter agrees to from a moment on; earlier sales stay under what held then. Refuses in the order
 * of `AGREE_REFUSALS`.
 */
export async function agree(
  work: Work,
  { counterId, startsAt, ...agreed }: NewAgreement & { counterId: string },
): Promise<Result<Counter, (typeof AGREE_REFUSALS)[number]>> {
  const { tx, now } = work
  if (!(await findCounter(tx, counterId, now))) return refuse('counter-unknown')
  const start = startsAt === null ? now : new Date(startsAt)
  if (start < now) return refuse('start-in-past')
  if (!agreed.promotions.every(isSoundPromotion)) return refuse('promotion-unsound')
  const { joins, ratePerMille, promotions, advertising } = agreed
  const isNew = await insertAgreement(tx, {
    counter_id: counterId,
    starts_at: start,
    joins,
    rate_per_mille: ratePerMille,
    promotions: JSON.stringify(promotions),
    advertising: advertising.trim(),
    made_by: staffOf(work.actor),
    made_at: now,
  })
  if (!isNew) return refuse('start-taken')
  const details = { joins, ratePerMille, promotions: promotions.length, startsAt: start.toISOString() }
  await audit(work, { action: 'counter.agreed', subject: `counter:${counterId}`, details })
  const written = await findCounter(tx, counterId, start)
  assert(written, 'a counter that was found is there')
  return accept(asCounter(written))
}

/** What a counter has agreed to over time. Refuses with `counter-unknown`. */
export async function agreementsOf(db: Db, counterId: string): Promise<Result<Counter[], 'counter-unknown'>> {
  const rows = await listAgreements(db, counterId)
  return rows.length === 0 ? refuse('counter-unknown') : accept(rows.map(asCounter))
}
