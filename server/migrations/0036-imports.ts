import { sql, type Kysely } from 'kysely'

/**
 * A shop's history out of spreadsheets. A file lies sealed until it is thrown away; every row that was taken has a key, so
 * that it is never taken twice; what an import wrote is known by it, so that it can be taken back.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`
    CREATE TABLE import_moves (
      from_state text NOT NULL,
      to_state   text NOT NULL,
      PRIMARY KEY (from_state, to_state)
    )`)
  await run(`
    INSERT INTO import_moves (from_state, to_state) VALUES
      ('none', 'receiving'), ('receiving', 'received'), ('receiving', 'discarded'),
      ('received', 'checking'), ('received', 'discarded'),
      ('checking', 'checked'), ('checking', 'received'), ('checked', 'checking'),
      ('checked', 'running'), ('checked', 'discarded'),
      ('running', 'paused'), ('running', 'cancelled'), ('running', 'finished'),
      ('paused', 'running'), ('paused', 'cancelled'),
      ('finished', 'undoing'), ('cancelled', 'undoing'),
      ('undoing', 'undone'), ('undoing', 'finished'), ('undoing', 'cancelled')`)
  await run(`
    CREATE TABLE imports (
      id              uuid PRIMARY KEY,
      kind            text NOT NULL CHECK (kind IN ('members', 'purchases')),
      file_name       text NOT NULL CHECK (file_name <> ''),
      file_bytes      bigint NOT NULL CHECK (file_bytes > 0),
      received_bytes  bigint NOT NULL DEFAULT 0 CHECK (received_bytes BETWEEN 0 AND file_bytes),
      file_hash       bytea,
      form            jsonb,
      options         jsonb,
      sealed_key      bytea,
      state           text NOT NULL,
      previous_state  text NOT NULL,
      till_id         uuid REFERENCES tills (id),
      rows_total      integer CHECK (rows_total >= 0),
      rows_done       integer NOT NULL DEFAULT 0 CHECK (rows_done >= 0),
      bytes_done      bigint NOT NULL DEFAULT 0,
      rows_good       integer NOT NULL DEFAULT 0,
      rows_double     integer NOT NULL DEFAULT 0,
      rows_wrong      integer NOT NULL DEFAULT 0,
      members_added   integer NOT NULL DEFAULT 0,
      points_given    bigint NOT NULL DEFAULT 0,
      levels_after    uuid,
      worked_ms       bigint NOT NULL DEFAULT 0,
      worker          uuid,
      worker_until    timestamptz,
      trouble         text,
      started_by      uuid NOT NULL REFERENCES staff (id),
      started_at      timestamptz NOT NULL,
      changed_at      timestamptz NOT NULL,
      FOREIGN KEY (previous_state, state) REFERENCES import_moves (from_state, to_state),
      CHECK (state NOT IN ('running', 'paused', 'finished', 'undoing', 'undone') OR kind <> 'purchases' OR till_id IS NOT NULL)
    )`)
  await run(
    `CREATE INDEX imports_under_way ON imports (started_at) WHERE state IN ('checking', 'running', 'undoing')`,
  )
  await run(`
    CREATE TABLE import_pieces (
      import_id uuid NOT NULL REFERENCES imports (id),
      position  integer NOT NULL CHECK (position >= 0),
      sealed    bytea NOT NULL,
      PRIMARY KEY (import_id, position)
    )`)
  await run(`ALTER TABLE import_pieces ALTER COLUMN sealed SET STORAGE EXTERNAL`)
  await run(`
    CREATE TABLE import_faults (
      import_id uuid NOT NULL REFERENCES imports (id),
      line      integer NOT NULL,
      field     text,
      fault     text NOT NULL,
      PRIMARY KEY (import_id, line)
    )`)
  await run(`
    CREATE TABLE imported_rows (
      row_key   uuid PRIMARY KEY,
      import_id uuid NOT NULL REFERENCES imports (id),
      member_id uuid NOT NULL REFERENCES members (id),
      line      integer NOT NULL
    )`)
  await run(`CREATE INDEX imported_rows_by_import ON imported_rows (import_id)`)
  await run(`CREATE INDEX imported_rows_by_member ON imported_rows (member_id)`)
  await run(`
    CREATE TABLE imported_members (
      member_id uuid PRIMARY KEY REFERENCES members (id),
      import_id uuid NOT NULL REFERENCES imports (id)
    )`)
  await run(`CREATE INDEX imported_members_by_import ON imported_members (import_id)`)
  await run(`
    CREATE TABLE customer_keys (
      key_index   bytea PRIMARY KEY,
      member_id   uuid NOT NULL REFERENCES members (id),
      import_id   uuid NOT NULL REFERENCES imports (id),
      wrapped_key bytea,
      sealed_name bytea,
      claimed_at  timestamptz,
      claimed_by  uuid REFERENCES staff (id),
      CHECK ((wrapped_key IS NULL) = (sealed_name IS NULL)),
      CHECK ((claimed_at IS NULL) = (claimed_by IS NULL))
    )`)
  await run(`CREATE INDEX customer_keys_by_import ON customer_keys (import_id)`)
  await run(`CREATE INDEX customer_keys_by_member ON customer_keys (member_id)`)

  await run(`
    ALTER TABLE purchases
      ALTER card_number DROP NOT NULL,
      ADD import_id uuid REFERENCES imports (id),
      ADD CONSTRAINT purchases_of_a_card_or_an_import CHECK ((card_number IS NULL) = (import_id IS NOT NULL))`)
  await run(`CREATE INDEX purchases_by_import ON purchases (import_id) WHERE import_id IS NOT NULL`)
  await run(`
    ALTER TABLE points_transfers
      DROP CONSTRAINT points_transfers_reason_check,
      ADD CONSTRAINT points_transfers_reason_check CHECK (reason IN ('welcome', 'purchase', 'return', 'hold',
        'settle', 'void', 'expire', 'correction', 'netting', 'mature', 'lapse', 'birthday', 'activity', 'referral',
        'sharing', 'opening'))`)
}
