import { sql, type Kysely } from 'kysely'

/** Which chips there are stands in one table of the code; the database only keeps that a batch names one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE batches DROP CONSTRAINT batches_chip_check,
      ADD CONSTRAINT batches_chip_check CHECK (chip ~ '^[a-z0-9-]{1,40}$')`.execute(db)
}
