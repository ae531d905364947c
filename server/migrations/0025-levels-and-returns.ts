import { sql, type Kysely } from 'kysely'

/** What became of members' levels, quotes that became purchases, and returns in parts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`
    CREATE TABLE level_changes (
      member_id    uuid NOT NULL REFERENCES members (id),
      position     integer NOT NULL CHECK (position > 0),
      id           uuid NOT NULL UNIQUE,
      kind         text NOT NULL CHECK (kind IN ('reached', 'merit', 'invited', 'gift', 'card', 'kept', 'grace', 'lowered', 'returned', 'undone')),
      from_level   text NOT NULL,
      to_level     text NOT NULL,
      effective_at timestamptz NOT NULL,
      recorded_at  timestamptz NOT NULL,
      grace_until  timestamptz,
      reason       text NOT NULL DEFAULT '',
      reference    text,
      made_by      uuid REFERENCES staff (id),
      PRIMARY KEY (member_id, position),
      CHECK ((kind IN ('kept', 'grace')) = (from_level = to_level)),
      CHECK ((kind = 'grace') = (grace_until IS NOT NULL)),
      CHECK (kind NOT IN ('invited', 'gift', 'undone') OR (made_by IS NOT NULL AND reason <> ''))
    )`)
  await run(`
    CREATE TRIGGER level_changes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON level_changes
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)
  await run(`ALTER TABLE members ADD level_review_at timestamptz`)
  await run(`CREATE INDEX members_by_level ON members (programme_id, level, level_review_at)`)

  await run(`
    ALTER TABLE purchases
      ADD level           text,
      ADD coupon          text,
      ADD priced_at       timestamptz,
      ADD quote_id        uuid UNIQUE,
      ADD points_cap_left bigint CHECK (points_cap_left >= 0)`)
  await run(`CREATE INDEX purchases_newly_recorded ON purchases USING brin (recorded_at)`)

  await run(`
    ALTER TABLE purchase_returns
      DROP CONSTRAINT purchase_returns_pkey,
      ADD position        integer NOT NULL DEFAULT 1 CHECK (position > 0),
      ADD lines           jsonb NOT NULL DEFAULT '[]',
      ADD refund_fen      bigint CHECK (refund_fen >= 0),
      ADD quantities_left jsonb NOT NULL DEFAULT '[]',
      ADD paid_left_fen   bigint NOT NULL DEFAULT 0 CHECK (paid_left_fen >= 0),
      ADD points_left     bigint NOT NULL DEFAULT 0 CHECK (points_left >= 0),
      ADD PRIMARY KEY (purchase_id, position)`)
}
