import { sql, type Kysely } from 'kysely'

/** Most purchases come without a quote and need no entry for it; an account that changes finds room on its own page. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE purchases DROP CONSTRAINT purchases_quote_id_key`.execute(db)
  await sql`CREATE UNIQUE INDEX purchases_by_quote ON purchases (quote_id) WHERE quote_id IS NOT NULL`.execute(
    db,
  )
  await sql`ALTER TABLE points_accounts SET (fillfactor = 80)`.execute(db)
}
