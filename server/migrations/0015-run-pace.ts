import { sql, type Kysely } from 'kysely'

/** When a run finished its latest cards, for its pace. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE encoding_runs ADD latest_finished timestamptz[] NOT NULL DEFAULT '{}'`.execute(db)
}
