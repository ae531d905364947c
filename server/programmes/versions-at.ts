import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { findVersion } from './queries.ts'
import type { Rules } from './rules-schema.ts'
import { readRules } from './stored-rules.ts'

export interface RulesInForce {
  version: number
  startsAt: Date
  rules: Rules
}

interface VersionAt {
  programmeId: string
  version: number
  startsAt: Date
  /** the transaction that wrote it: of one that was undone the number may come again, with other rules */
  writtenBy: string
}

/**
 * The versions in force at moments, in the order of the asks. Versions are never edited, so their rules are read from the
 * database once.
 */
export async function versionsAt(
  db: Db | Tx,
  asked: readonly { programmeId: string; moment: Date }[],
): Promise<(RulesInForce | undefined)[]> {
  const { rows } = await sql<VersionAt & { place: bigint }>`
    SELECT asked.place, asked.programme_id AS "programmeId", v.version, v.starts_at AS "startsAt", v."writtenBy"
      FROM unnest(${asked.map(({ programmeId }) => programmeId)}::uuid[], ${asked.map(({ moment }) => moment)}::timestamptz[])
           WITH ORDINALITY asked (programme_id, moment, place)
      JOIN LATERAL (
        SELECT version, starts_at, xmin::text AS "writtenBy" FROM programme_versions
         WHERE programme_id = asked.programme_id AND starts_at <= asked.moment
         ORDER BY starts_at DESC LIMIT 1) v ON true`.execute(db)
  const byPlace = new Map<number, RulesInForce>()
  for (const { place, ...version } of rows) byPlace.set(Number(place), await inForce(db, version))
  return asked.map((_, index) => byPlace.get(index + 1))
}

const MOST_KEPT = 1_000
const kept = new Map<string, RulesInForce>()

async function inForce(
  db: Db | Tx,
  { programmeId, version, startsAt, writtenBy }: VersionAt,
): Promise<RulesInForce> {
  const key = `${programmeId}/${version}/${writtenBy}`
  const known = kept.get(key)
  if (known) return known
  const row = await findVersion(db, programmeId, version)
  assert(row, 'a version that is in force is there')
  const read = { version, startsAt, rules: readRules(row.rules) }
  if (kept.size === MOST_KEPT) kept.clear()
  kept.set(key, read)
  return read
}
