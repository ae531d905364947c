import { sql, type Kysely } from 'kysely'

/** Files of sheets, and presses that are done with: their bytes go, their names stay with what was printed for them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`
    ALTER TABLE print_files
      ADD COLUMN sheet jsonb,
      ADD COLUMN profile jsonb,
      ADD CHECK ((sheet IS NULL) = (profile IS NULL))`)
  await run(`DROP TRIGGER colour_profiles_append_only ON colour_profiles`)
  await run(`
    ALTER TABLE colour_profiles
      DROP CONSTRAINT colour_profiles_sha256_key,
      ALTER COLUMN bytes DROP NOT NULL,
      ADD COLUMN removed_by uuid REFERENCES staff (id),
      ADD COLUMN removed_at timestamptz,
      ADD CHECK (num_nulls(removed_by, removed_at) = CASE WHEN bytes IS NULL THEN 0 ELSE 2 END)`)
  await run(`CREATE UNIQUE INDEX colour_profiles_kept ON colour_profiles (sha256) WHERE removed_at IS NULL`)
  await run(`
    CREATE TRIGGER colour_profiles_stay BEFORE DELETE OR TRUNCATE ON colour_profiles
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)
  await run(`
    CREATE TRIGGER colour_profiles_removed_once BEFORE UPDATE ON colour_profiles FOR EACH ROW
      WHEN (OLD.removed_at IS NOT NULL OR NEW.removed_at IS NULL OR
            (OLD.id, OLD.sha256, OLD.name, OLD.added_by, OLD.added_at) IS DISTINCT FROM
            (NEW.id, NEW.sha256, NEW.name, NEW.added_by, NEW.added_at))
      EXECUTE FUNCTION refuse_change()`)
}
