import { sql, type Kysely } from 'kysely'

/** How cards stand on a sheet printer's paper, and the presses that files are made for, by their ICC profiles. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`
    CREATE TABLE colour_profiles (
      id       uuid PRIMARY KEY,
      sha256   text NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
      name     text NOT NULL CHECK (name <> ''),
      bytes    bytea NOT NULL,
      added_by uuid NOT NULL REFERENCES staff (id),
      added_at timestamptz NOT NULL
    )`)
  await run(`
    CREATE TRIGGER colour_profiles_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON colour_profiles
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)
  await run(`
    ALTER TABLE printers
      ADD COLUMN sheet jsonb CHECK (sheet IS NULL OR kind = 'sheet'),
      ADD COLUMN colour_profile_id uuid REFERENCES colour_profiles (id)`)
  await run(`ALTER TABLE print_files ADD COLUMN colour_profile_id uuid REFERENCES colour_profiles (id)`)
}
