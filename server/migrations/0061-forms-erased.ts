import { sql, type Kysely } from 'kysely'

/** Forms that tablets sent and nobody completed can be erased: what was written is gone, when and by whom stays. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE tablet_people ADD erased_at timestamptz, ADD erased_by uuid REFERENCES staff (id),
      DROP CONSTRAINT tablet_people_check1,
      ADD CONSTRAINT tablet_people_erased CHECK ((erased_at IS NULL) = (erased_by IS NULL)),
      ADD CONSTRAINT tablet_people_ended_once CHECK (completed_at IS NULL OR erased_at IS NULL),
      ADD CONSTRAINT tablet_people_form CHECK (
        (completed_at IS NULL AND erased_at IS NULL) = (sealed_form IS NOT NULL)
        AND (wrapped_key IS NULL) = (sealed_form IS NULL))`.execute(db)
}
