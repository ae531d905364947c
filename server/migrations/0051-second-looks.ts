import { sql, type Kysely } from 'kysely'

/**
 * Imports that give points tell how many and who set their columns, for a second person; wrong codes are counted of
 * whatever is guessed; members who want no reminders.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`
    ALTER TABLE imports
      ADD checked_by   uuid REFERENCES staff (id),
      ADD points_asked bigint NOT NULL DEFAULT 0 CHECK (points_asked >= 0)`)
  await run(`ALTER TABLE voucher_guesses RENAME TO wrong_guesses`)
  await run(`
    CREATE TABLE reminders_refused (
      member_id  uuid PRIMARY KEY REFERENCES members (id),
      refused_at timestamptz NOT NULL
    )`)
}
