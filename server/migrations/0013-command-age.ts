import { sql, type Kysely } from 'kysely'

/** Finds commands that are old enough to be forgotten, without costing the hot path an index entry each. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE INDEX commands_by_age ON commands USING brin (created_at)`.execute(db)
}
