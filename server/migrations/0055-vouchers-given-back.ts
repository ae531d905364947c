import { sql, type Kysely } from 'kysely'

/** What the returns of a purchase gave back is found by the purchase, however many vouchers there are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE INDEX vouchers_given_back ON vouchers (reference text_pattern_ops) WHERE origin = 'return'`.execute(
    db,
  )
}
