import { sql, type Kysely } from 'kysely'

/** What is watched, what was seen in it, and what waits until somebody has looked. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`ALTER TABLE purchases ADD cashier text CHECK (cashier <> '')`)
  await run(`ALTER TABLE purchase_returns ADD cashier text CHECK (cashier <> '')`)

  // A narrow copy of the last months, so that no watch reads what tills and desks write.
  await run(`
    CREATE TABLE watch_facts (
      kind        text NOT NULL CHECK (kind IN ('purchase', 'return', 'held', 'settled', 'voucher')),
      id          uuid NOT NULL,
      nth         integer NOT NULL,
      happened_at timestamptz NOT NULL,
      member_id   uuid NOT NULL,
      card_number text,
      till_id     uuid,
      cashier     text,
      desk        text GENERATED ALWAYS AS (till_id::text || coalesce('/' || cashier, '')) STORED,
      counter_id  uuid,
      gift_id     uuid,
      staff_id    uuid,
      handing     text GENERATED ALWAYS AS (gift_id::text || '/' || staff_id::text) STORED,
      fen         bigint NOT NULL,
      points      bigint NOT NULL,
      owed        bigint NOT NULL,
      PRIMARY KEY (kind, id, nth)
    )`)
  for (const by of ['member_id', 'desk', 'handing'])
    await run(`CREATE INDEX watch_facts_by_${by} ON watch_facts (${by}, happened_at) WHERE ${by} IS NOT NULL`)
  await run(`CREATE INDEX watch_facts_by_moment ON watch_facts USING brin (happened_at)`)
  await run(`
    CREATE TABLE watch_sums (
      kind    text NOT NULL CHECK (kind IN ('counter-day', 'gift-hour')),
      subject uuid NOT NULL,
      slot    timestamptz NOT NULL,
      facts   integer NOT NULL CHECK (facts > 0),
      points  bigint NOT NULL,
      PRIMARY KEY (kind, subject, slot)
    )`)

  await run(`
    CREATE TABLE watch_settings (
      watch        text NOT NULL,
      version      integer NOT NULL CHECK (version > 0),
      setting      jsonb NOT NULL,
      state        text NOT NULL CHECK (state IN ('proposed', 'in-force', 'refused')),
      set_by       uuid NOT NULL REFERENCES staff (id),
      set_at       timestamptz NOT NULL,
      decided_by   uuid REFERENCES staff (id),
      decided_at   timestamptz,
      reason       text NOT NULL DEFAULT '',
      alone_reason text NOT NULL DEFAULT '',
      PRIMARY KEY (watch, version),
      CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
      CHECK (state <> 'proposed' OR decided_by IS NULL),
      CHECK (state <> 'refused' OR decided_by IS NOT NULL),
      CONSTRAINT watch_settings_two_people CHECK (state <> 'in-force' OR decided_by <> set_by OR alone_reason <> '')
    )`)
  await run(
    `CREATE UNIQUE INDEX watch_settings_one_proposed ON watch_settings (watch) WHERE state = 'proposed'`,
  )

  await run(`
    CREATE TABLE watch_alerts (
      id          uuid PRIMARY KEY,
      watch       text NOT NULL,
      subject     text NOT NULL,
      version     integer NOT NULL,
      setting     jsonb NOT NULL,
      revision    integer NOT NULL CHECK (revision > 0),
      state       text NOT NULL CHECK (state IN ('open', 'looked-into', 'released', 'confirmed')),
      figure      bigint NOT NULL,
      usual       bigint,
      first_at    timestamptz NOT NULL,
      last_at     timestamptz NOT NULL,
      facts_count integer NOT NULL,
      facts       jsonb NOT NULL,
      member_id   uuid REFERENCES members (id),
      till_id     uuid REFERENCES tills (id),
      cashier     text,
      counter_id  uuid REFERENCES counters (id),
      gift_id     uuid REFERENCES gifts (id),
      staff_id    uuid REFERENCES staff (id),
      raised_at   timestamptz NOT NULL
    )`)
  // What is said again while nobody has decided is the same alert with more evidence.
  await run(`
    CREATE UNIQUE INDEX watch_alerts_one_open ON watch_alerts (watch, subject) WHERE state IN ('open', 'looked-into')`)
  await run(`CREATE INDEX watch_alerts_by_subject ON watch_alerts (watch, subject, last_at)`)
  await run(`CREATE INDEX watch_alerts_newest ON watch_alerts (raised_at)`)
  await run(`
    CREATE TABLE watch_steps (
      alert_id uuid NOT NULL REFERENCES watch_alerts (id),
      position integer NOT NULL CHECK (position > 0),
      step     text NOT NULL CHECK (step IN ('looked-into', 'released', 'confirmed', 'lifted')),
      note     text NOT NULL CHECK (note <> ''),
      taken_by uuid NOT NULL REFERENCES staff (id),
      taken_at timestamptz NOT NULL,
      PRIMARY KEY (alert_id, position)
    )`)
  await run(`
    CREATE TRIGGER watch_steps_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON watch_steps
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)
  await run(`
    CREATE TABLE watch_freezes (
      alert_id    uuid PRIMARY KEY REFERENCES watch_alerts (id),
      frozen      uuid NOT NULL,
      frozen_at   timestamptz NOT NULL,
      released_at timestamptz
    )`)
  await run(`CREATE INDEX watch_freezes_now ON watch_freezes (frozen) WHERE released_at IS NULL`)

  // How far the audit entries were read; one row.
  await run(`
    CREATE TABLE watch_reading (
      is_only  boolean PRIMARY KEY DEFAULT true CHECK (is_only),
      xact     xid8 NOT NULL,
      entry_id uuid NOT NULL
    )`)
  await run(`
    INSERT INTO watch_reading (xact, entry_id)
    VALUES (pg_snapshot_xmin(pg_current_snapshot()), '00000000-0000-0000-0000-000000000000')`)
}
