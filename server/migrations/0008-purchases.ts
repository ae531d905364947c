import { sql, type Kysely } from 'kysely'

/** What tills record: purchases judged by the rules of their sale time, and whole returns. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE tills (
      id         uuid PRIMARY KEY,
      name       text NOT NULL UNIQUE CHECK (name <> ''),
      key_hash   bytea NOT NULL UNIQUE,
      revoked_at timestamptz,
      created_at timestamptz NOT NULL
    )`.execute(db)
  await sql`
    CREATE TABLE purchases (
      member_id         uuid NOT NULL REFERENCES members (id),
      id                uuid NOT NULL,
      card_number       char(16) NOT NULL REFERENCES cards (card_number),
      counter_id        uuid NOT NULL REFERENCES counters (id),
      till_id           uuid NOT NULL REFERENCES tills (id),
      receipt_number    text NOT NULL CHECK (receipt_number <> ''),
      pay_fen           bigint NOT NULL CHECK (pay_fen >= 0),
      paid_fen          bigint NOT NULL CHECK (paid_fen >= 0),
      points            bigint NOT NULL CHECK (points >= 0),
      points_words      jsonb NOT NULL,
      programme_version integer NOT NULL,
      lines             jsonb NOT NULL,
      sold_at           timestamptz NOT NULL,
      recorded_at       timestamptz NOT NULL,
      PRIMARY KEY (id),
      UNIQUE (till_id, receipt_number)
    )`.execute(db)
  await sql`CREATE INDEX purchases_by_member ON purchases (member_id, sold_at)`.execute(db)
  await sql`
    CREATE TABLE purchase_returns (
      purchase_id  uuid PRIMARY KEY REFERENCES purchases (id),
      id           uuid NOT NULL UNIQUE,
      till_id      uuid NOT NULL REFERENCES tills (id),
      points_taken bigint NOT NULL CHECK (points_taken >= 0),
      points_owed  bigint NOT NULL CHECK (points_owed >= 0),
      returned_at  timestamptz NOT NULL,
      recorded_at  timestamptz NOT NULL
    )`.execute(db)
  for (const table of ['purchases', 'purchase_returns'])
    await sql`
      CREATE TRIGGER ${sql.ref(`${table}_append_only`)} BEFORE UPDATE OR DELETE OR TRUNCATE ON ${sql.table(table)}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`.execute(db)
}
