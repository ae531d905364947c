import { sql, type RawBuilder } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Promotion } from './rules-schema.ts'
import type { CounterTable, NewAgreementRow } from './table.ts'

/** A counter with what it has agreed to at a moment. */
export interface CounterRow {
  id: string
  name: string
  joins: boolean
  ratePerMille: number
  promotions: Promotion[]
  advertising: string
  startsAt: Date
}

/** What was agreed on first holds until the first agreement after it, and before it too. */
const AGREED = sql`
  c.id, c.name, coalesce(a.joins, c.joins) AS joins, coalesce(a.rate_per_mille, c.rate_per_mille) AS "ratePerMille",
  coalesce(a.promotions, '[]') AS promotions, coalesce(a.advertising, '') AS advertising,
  coalesce(a.starts_at, c.created_at) AS "startsAt"`

const latest = (moment: Date | RawBuilder<unknown>) => sql`
  LEFT JOIN LATERAL (
    SELECT * FROM counter_agreements
     WHERE counter_id = c.id AND starts_at <= ${moment}
     ORDER BY starts_at DESC LIMIT 1) a ON true`

export async function listCounters(db: Db | Tx, moment: Date): Promise<CounterRow[]> {
  const found =
    await sql<CounterRow>`SELECT ${AGREED} FROM counters c ${latest(moment)} ORDER BY c.name`.execute(db)
  return found.rows
}

export async function findCounter(db: Db | Tx, id: string, moment: Date): Promise<CounterRow | undefined> {
  const [found] = await findCounters(db, [{ id, moment }])
  return found
}

/** In the order of the asks; undefined for a counter that there is not. */
export async function findCounters(
  db: Db | Tx,
  asked: readonly { id: string; moment: Date }[],
): Promise<(CounterRow | undefined)[]> {
  const { rows } = await sql<CounterRow & { place: bigint }>`
    SELECT asked.place, ${AGREED}
      FROM unnest(${asked.map(({ id }) => id)}::uuid[], ${asked.map(({ moment }) => moment)}::timestamptz[])
           WITH ORDINALITY asked (counter_id, moment, place)
      JOIN counters c ON c.id = asked.counter_id
      ${latest(sql`asked.moment`)}`.execute(db)
  const byPlace = new Map(rows.map(({ place, ...row }) => [Number(place), row]))
  return asked.map((_, index) => byPlace.get(index + 1))
}

/** All that a counter ever agreed to, newest start first. */
export async function listAgreements(db: Db, counterId: string): Promise<CounterRow[]> {
  const found = await sql<CounterRow>`
    SELECT ${AGREED}
      FROM counters c
      JOIN LATERAL (
        SELECT joins, rate_per_mille, promotions, advertising, starts_at FROM counter_agreements WHERE counter_id = c.id
        UNION ALL
        SELECT c.joins, c.rate_per_mille, '[]', '', c.created_at) a ON true
     WHERE c.id = ${counterId} ORDER BY a.starts_at DESC`.execute(db)
  return found.rows
}

/** What each counter had agreed to at a moment, as `findCounter` says it, from one reading of all agreements. */
export async function readAgreements(
  db: Db | Tx,
): Promise<(counterId: string, moment: Date) => CounterRow | undefined> {
  const found = await sql<CounterRow & { isFirst: boolean }>`
    SELECT ${AGREED}, a.starts_at IS NULL AS "isFirst"
      FROM counters c
      JOIN LATERAL (
        SELECT joins, rate_per_mille, promotions, advertising, starts_at FROM counter_agreements WHERE counter_id = c.id
        UNION ALL
        SELECT NULL, NULL, NULL, NULL, NULL) a ON true
     ORDER BY a.starts_at DESC NULLS LAST`.execute(db)
  const byCounter = new Map<string, (CounterRow & { isFirst: boolean })[]>()
  for (const row of found.rows) byCounter.set(row.id, [...(byCounter.get(row.id) ?? []), row])
  return (counterId, moment) =>
    byCounter.get(counterId)?.find(({ isFirst, startsAt }) => isFirst || startsAt <= moment)
}

/** By id. */
export async function counterNames(db: Db | Tx): Promise<Map<string, string>> {
  const rows = await db.selectFrom('counters').select(['id', 'name']).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** @returns false when a counter of this name exists */
export async function insertCounter(tx: Tx, counter: CounterTable): Promise<boolean> {
  const row = await tx
    .insertInto('counters')
    .values(counter)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** @returns false when another agreement of the counter begins at the same moment */
export async function insertAgreement(tx: Tx, agreement: NewAgreementRow): Promise<boolean> {
  const row = await tx
    .insertInto('counter_agreements')
    .values(agreement)
    .onConflict((conflict) => conflict.columns(['counter_id', 'starts_at']).doNothing())
    .returning('counter_id')
    .executeTakeFirst()
  return row !== undefined
}
