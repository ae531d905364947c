import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { addBuiltInDesigns } from '../designs/index.ts'
import { migrate } from '../migrations/index.ts'
import { systemClock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'

/**
 * Throws the sample shop away, with all that a visitor made in it, and leaves an empty one whose simulated
 * station is still paired. Only for simulated installations: the append-only tables go with their schema.
 */
export async function startEmpty(db: Db, samplePeopleFile: string): Promise<void> {
  const stations = await db
    .selectFrom('stations')
    .select(['id', 'name', 'token_hash', 'simulated', 'approved_for_blanks', 'paired_at'])
    .where('simulated', '=', true)
    .execute()
  await sql`DROP SCHEMA IF EXISTS points_archive CASCADE`.execute(db)
  await sql`DROP SCHEMA public CASCADE`.execute(db)
  await sql`CREATE SCHEMA public`.execute(db)
  await migrate(db)
  await addBuiltInDesigns(db, systemClock.now())
  if (stations.length > 0) await db.insertInto('stations').values(stations).execute()
  await rm(samplePeopleFile, { force: true })
}
