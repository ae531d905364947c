import { sql, type Kysely } from 'kysely'

/** Printers, what lies in them, and print jobs down to each card, so that no number is printed twice. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`
    CREATE TABLE printers (
      id                 uuid PRIMARY KEY,
      name               text NOT NULL,
      address            text NOT NULL CHECK (address ~ '^ipps?://'),
      certificate_sha256 text CHECK (certificate_sha256 ~ '^[0-9a-f]{64}$'),
      kind               text NOT NULL CHECK (kind IN ('card', 'sheet')),
      place_id           uuid REFERENCES places (id),
      offset_x_um        integer NOT NULL DEFAULT 0 CHECK (offset_x_um BETWEEN -5000 AND 5000),
      offset_y_um        integer NOT NULL DEFAULT 0 CHECK (offset_y_um BETWEEN -5000 AND 5000),
      scale_ppm          integer NOT NULL DEFAULT 0 CHECK (scale_ppm BETWEEN -50000 AND 50000),
      rotation_mdeg      integer NOT NULL DEFAULT 0 CHECK (rotation_mdeg BETWEEN -5000 AND 5000),
      ribbon_per_card    smallint NOT NULL DEFAULT 2 CHECK (ribbon_per_card BETWEEN 0 AND 8),
      counts_cards       boolean NOT NULL DEFAULT false,
      rests_until        timestamptz,
      added_by           uuid NOT NULL REFERENCES staff (id),
      added_at           timestamptz NOT NULL,
      retired_at         timestamptz
    )`)
  await run(`CREATE UNIQUE INDEX printers_name ON printers (name) WHERE retired_at IS NULL`)
  await run(`CREATE UNIQUE INDEX printers_address ON printers (address) WHERE retired_at IS NULL`)
  await run(`
    CREATE TABLE print_supply_movements (
      id          uuid PRIMARY KEY,
      printer_id  uuid NOT NULL REFERENCES printers (id),
      kind        text NOT NULL CHECK (kind IN ('loaded', 'counted', 'printed', 'wasted')),
      blanks      integer NOT NULL,
      ribbon      integer NOT NULL,
      reason      text NOT NULL DEFAULT '',
      recorded_by text NOT NULL,
      recorded_at timestamptz NOT NULL,
      CHECK (kind = 'counted' OR (kind = 'loaded') = (blanks + ribbon > 0))
    )`)
  await run(
    `CREATE INDEX print_supply_movements_by_printer ON print_supply_movements (printer_id, recorded_at)`,
  )
  await run(`
    CREATE TRIGGER print_supply_movements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON print_supply_movements
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)

  await run(`
    CREATE TABLE print_job_moves (
      from_state text NOT NULL,
      to_state   text NOT NULL,
      PRIMARY KEY (from_state, to_state)
    )`)
  await run(`
    INSERT INTO print_job_moves (from_state, to_state) VALUES
      ('none', 'queued'),
      ('queued', 'printing'), ('queued', 'paused'), ('queued', 'stopped'), ('queued', 'printed'), ('queued', 'cancelled'),
      ('printing', 'paused'), ('printing', 'stopped'), ('printing', 'printed'), ('printing', 'cancelled'),
      ('paused', 'queued'), ('paused', 'stopped'), ('paused', 'printed'), ('paused', 'cancelled'),
      ('stopped', 'queued'), ('stopped', 'printed'), ('stopped', 'cancelled')`)
  await run(`
    CREATE TABLE print_jobs (
      id              uuid PRIMARY KEY,
      batch_id        uuid NOT NULL REFERENCES batches (id),
      kind            text NOT NULL CHECK (kind IN ('card', 'sheet')),
      printer_id      uuid REFERENCES printers (id),
      state           text NOT NULL,
      previous_state  text NOT NULL,
      rank            bigint NOT NULL,
      trouble         text,
      ordered_by      uuid NOT NULL REFERENCES staff (id),
      ordered_at      timestamptz NOT NULL,
      cancel_asked_at timestamptz,
      ended_at        timestamptz,
      FOREIGN KEY (previous_state, state) REFERENCES print_job_moves (from_state, to_state),
      CHECK ((state IN ('printed', 'cancelled')) = (ended_at IS NOT NULL)),
      CHECK (state <> 'cancelled' OR cancel_asked_at IS NOT NULL)
    )`)
  await run(`CREATE INDEX print_jobs_in_order ON print_jobs (rank) WHERE ended_at IS NULL`)
  await run(`CREATE INDEX print_jobs_by_batch ON print_jobs (batch_id, ordered_at)`)
  await run(`CREATE INDEX print_jobs_ended ON print_jobs (ended_at) WHERE ended_at IS NOT NULL`)
  await run(`
    CREATE TABLE print_chunks (
      job_id           uuid NOT NULL REFERENCES print_jobs (id),
      number           integer NOT NULL CHECK (number > 0),
      state            text NOT NULL CHECK (state IN ('waiting', 'sending', 'printing', 'unclear', 'done', 'cancelled')),
      attempt          integer NOT NULL DEFAULT 0,
      printer_id       uuid REFERENCES printers (id),
      printer_job_name text,
      printer_job_id   integer,
      cards            integer NOT NULL DEFAULT 0,
      cards_reported   integer NOT NULL DEFAULT 0,
      trouble          text,
      began_at         timestamptz,
      heard_at         timestamptz,
      ended_at         timestamptz,
      PRIMARY KEY (job_id, number),
      CHECK (state NOT IN ('sending', 'printing', 'unclear') OR
             (printer_id IS NOT NULL AND printer_job_name IS NOT NULL AND began_at IS NOT NULL AND heard_at IS NOT NULL))
    )`)
  // What broke in the middle holds its printer too: cards of two chunks in one tray could not be told apart.
  await run(`
    CREATE UNIQUE INDEX print_chunks_one_a_printer ON print_chunks (printer_id)
     WHERE state IN ('sending', 'printing', 'unclear')`)
  await run(`CREATE INDEX print_chunks_waiting ON print_chunks (job_id, number) WHERE state = 'waiting'`)
  await run(`
    CREATE TABLE print_job_cards (
      job_id      uuid NOT NULL,
      ordinal     integer NOT NULL CHECK (ordinal > 0),
      chunk       integer NOT NULL,
      card_number char(16) NOT NULL REFERENCES cards (card_number),
      state       text NOT NULL CHECK (state IN ('waiting', 'sent', 'out', 'wasted', 'left-out')),
      PRIMARY KEY (job_id, ordinal),
      FOREIGN KEY (job_id, chunk) REFERENCES print_chunks (job_id, number)
    )`)
  await run(`CREATE INDEX print_job_cards_by_chunk ON print_job_cards (job_id, chunk, ordinal)`)
  // Two cards with one number cannot be: whoever wants to print a number again lets it die first.
  await run(`
    CREATE UNIQUE INDEX print_job_cards_once ON print_job_cards (card_number) WHERE state <> 'left-out'`)
  await run(`
    CREATE TABLE print_pulse (
      is_the_one boolean PRIMARY KEY DEFAULT true CHECK (is_the_one),
      next_at    timestamptz NOT NULL
    )`)
  await run(`INSERT INTO print_pulse (next_at) VALUES ('2000-01-01T00:00:00Z')`)
}
