import { sql, type Kysely } from 'kysely'

/** What can be copied counts as scanned, although it lay on a booth's reader. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE booth_readings
      DROP CONSTRAINT booth_readings_means_check,
      ADD CONSTRAINT booth_readings_means_check CHECK (means IN ('tap', 'swipe', 'scan'))`.execute(db)
}
