import { sql, type Kysely } from 'kysely'

/** Who is told what happened, and how it went: addresses, their secrets, what is told and each telling. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`
    CREATE TABLE webhooks (
      id               uuid PRIMARY KEY,
      name             text NOT NULL,
      address          text NOT NULL,
      types            text[] NOT NULL CHECK (cardinality(types) > 0),
      state            text NOT NULL CHECK (state IN ('active', 'disabled', 'removed')),
      disabled_because text CHECK (disabled_because IN ('gone', 'failing', 'by-hand')),
      disabled_at      timestamptz,
      failures         integer NOT NULL DEFAULT 0,
      failing_since    timestamptz,
      rests_until      timestamptz,
      busy_by          uuid,
      busy_until       timestamptz,
      added_by         uuid NOT NULL REFERENCES staff (id),
      added_at         timestamptz NOT NULL,
      CHECK ((state = 'disabled') = (disabled_because IS NOT NULL)),
      CHECK ((state = 'disabled') = (disabled_at IS NOT NULL)),
      CHECK (failures = 0 OR failing_since IS NOT NULL)
    )`)
  await run(`CREATE UNIQUE INDEX webhooks_name ON webhooks (name) WHERE state <> 'removed'`)

  await run(`
    CREATE TABLE webhook_secrets (
      id         uuid PRIMARY KEY,
      webhook_id uuid NOT NULL REFERENCES webhooks (id),
      sealed     bytea NOT NULL,
      made_at    timestamptz NOT NULL,
      ends_at    timestamptz
    )`)
  // One that signs for good; a second one only until its time is over.
  await run(`CREATE UNIQUE INDEX webhook_secrets_one ON webhook_secrets (webhook_id) WHERE ends_at IS NULL`)

  await run(`
    CREATE TABLE webhook_events (
      id          uuid PRIMARY KEY,
      position    bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
      type        text NOT NULL,
      occurred_at timestamptz NOT NULL,
      body        text NOT NULL
    )`)
  await run(`CREATE INDEX webhook_events_by_moment ON webhook_events (occurred_at)`)

  await run(`
    CREATE TABLE webhook_deliveries (
      webhook_id     uuid NOT NULL REFERENCES webhooks (id),
      event_id       uuid NOT NULL REFERENCES webhook_events (id) ON DELETE CASCADE,
      position       bigint NOT NULL,
      state          text NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
      attempts       integer NOT NULL DEFAULT 0,
      next_at        timestamptz NOT NULL,
      first_tried_at timestamptz,
      tried_at       timestamptz,
      took_ms        integer,
      http_status    smallint,
      problem        text,
      answer         text,
      PRIMARY KEY (webhook_id, event_id)
    )`)
  await run(`CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (webhook_id, position DESC)`)
  await run(`
    CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (webhook_id, position) WHERE state = 'waiting'`)
  await run(`CREATE INDEX webhook_deliveries_by_event ON webhook_deliveries (event_id)`)

  // How far the audit entries were read, and when next; one row.
  await run(`
    CREATE TABLE webhook_reading (
      is_only  boolean PRIMARY KEY DEFAULT true CHECK (is_only),
      xact     xid8 NOT NULL,
      entry_id uuid NOT NULL,
      beat_at  timestamptz
    )`)
  await run(`
    INSERT INTO webhook_reading (xact, entry_id)
    VALUES (pg_snapshot_xmin(pg_current_snapshot()), '00000000-0000-0000-0000-000000000000')`)
}
