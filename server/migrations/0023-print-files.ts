import { sql, type Kysely } from 'kysely'

/** Files for a card printer's own program: print jobs as others are, their bytes kept sealed until they are thrown away. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`ALTER TABLE print_jobs DROP CONSTRAINT print_jobs_kind_check`)
  await run(`
    ALTER TABLE print_jobs ADD CONSTRAINT print_jobs_kind_check CHECK (
      kind IN ('card', 'sheet') OR (kind = 'file' AND printer_id IS NULL))`)
  // A file that was made waits to be taken; one that nobody took never was: its numbers are free again.
  await run(`
    INSERT INTO print_job_moves (from_state, to_state) VALUES
      ('printing', 'ready'), ('ready', 'printed'), ('ready', 'cancelled')`)
  await run(`
    CREATE TABLE print_files (
      job_id     uuid PRIMARY KEY REFERENCES print_jobs (id),
      attempt    integer NOT NULL DEFAULT 0,
      sealed_key bytea,
      heard_at   timestamptz,
      cards_done integer NOT NULL DEFAULT 0,
      drawn_ms   integer NOT NULL DEFAULT 0,
      pieces     integer NOT NULL DEFAULT 0,
      bytes      bigint NOT NULL DEFAULT 0,
      kept_until timestamptz,
      downloads  integer NOT NULL DEFAULT 0,
      taken_by   uuid REFERENCES staff (id),
      taken_at   timestamptz,
      CHECK ((downloads > 0) = (taken_by IS NOT NULL AND taken_at IS NOT NULL))
    )`)
  await run(`CREATE INDEX print_files_kept ON print_files (kept_until) WHERE sealed_key IS NOT NULL`)
  await run(`
    CREATE TABLE print_file_pieces (
      job_id uuid NOT NULL REFERENCES print_files (job_id),
      number integer NOT NULL CHECK (number > 0),
      sealed bytea NOT NULL,
      PRIMARY KEY (job_id, number)
    )`)
  // What is sealed does not become smaller.
  await run(`ALTER TABLE print_file_pieces ALTER COLUMN sealed SET STORAGE EXTERNAL`)
}
