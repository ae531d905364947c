import { sql, type Kysely } from 'kysely'

/** What happens at a booth to gifts and cards besides enrolments: gifts that come back, are swapped or break; hand-overs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`
    ALTER TABLE gift_movements
      DROP CONSTRAINT gift_movements_reason_check,
      ADD CONSTRAINT gift_movements_reason_check CHECK (reason IN ('received', 'moved-in', 'moved-out', 'enrolment',
        'held', 'put-back', 'counted', 'returned', 'swapped', 'broken'))`)
  await run(`
    CREATE TABLE gift_changes (
      id           uuid PRIMARY KEY,
      booth_id     uuid NOT NULL REFERENCES booths (id),
      kind         text NOT NULL CHECK (kind IN ('gift-returned', 'gift-swapped', 'gift-broken')),
      gift_id      uuid NOT NULL REFERENCES gifts (id),
      for_gift_id  uuid REFERENCES gifts (id),
      enrolment_id uuid REFERENCES enrolments (id),
      is_faulty    boolean NOT NULL,
      reason       text NOT NULL CHECK (reason <> ''),
      staff_id     uuid NOT NULL REFERENCES staff (id),
      happened_at  timestamptz NOT NULL,
      CHECK ((kind = 'gift-swapped') = (for_gift_id IS NOT NULL)),
      CHECK (kind <> 'gift-broken' OR (is_faulty AND enrolment_id IS NULL))
    )`)
  await run(`CREATE INDEX gift_changes_by_booth ON gift_changes (booth_id, happened_at)`)
  await run(`
    CREATE UNIQUE INDEX gift_changes_one_return ON gift_changes (enrolment_id)
      WHERE kind = 'gift-returned' AND enrolment_id IS NOT NULL`)
  await run(`
    CREATE TABLE booth_handovers (
      id                uuid PRIMARY KEY,
      booth_id          uuid NOT NULL REFERENCES booths (id),
      from_staff        uuid NOT NULL REFERENCES staff (id),
      to_staff          uuid NOT NULL REFERENCES staff (id),
      cards             integer NOT NULL CHECK (cards >= 0),
      sealed_signatures bytea NOT NULL,
      happened_at       timestamptz NOT NULL,
      CHECK (from_staff <> to_staff)
    )`)
  await run(`CREATE INDEX booth_handovers_by_booth ON booth_handovers (booth_id, happened_at)`)
  await run(`
    CREATE TABLE booth_handover_gifts (
      handover_id uuid NOT NULL REFERENCES booth_handovers (id),
      gift_id     uuid NOT NULL REFERENCES gifts (id),
      quantity    integer NOT NULL CHECK (quantity > 0),
      PRIMARY KEY (handover_id, gift_id)
    )`)
  await run(`
    CREATE TABLE booth_queues (
      booth_id uuid PRIMARY KEY REFERENCES booths (id),
      waiting  integer NOT NULL CHECK (waiting BETWEEN 0 AND 500),
      told_by  uuid NOT NULL REFERENCES staff (id),
      told_at  timestamptz NOT NULL
    )`)
  await run(`
    ALTER TABLE booth_count_lines
      ADD why text CHECK (why IN ('lost', 'broken', 'given-unbooked', 'wrong-delivery', 'miscounted', 'other')),
      DROP CONSTRAINT booth_count_lines_check1,
      ADD CONSTRAINT booth_count_lines_explained CHECK (expected = counted OR reason <> '' OR why IS NOT NULL)`)
  for (const table of ['gift_changes', 'booth_handovers', 'booth_handover_gifts'])
    await run(`
      CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)
}
