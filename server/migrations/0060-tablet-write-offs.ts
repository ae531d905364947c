import { sql, type Kysely } from 'kysely'

/** Revoked tablets whose waiting entries are given up, by two people. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE tablet_write_offs (
      tablet_id    uuid PRIMARY KEY REFERENCES tablets (id),
      reason       text NOT NULL CHECK (reason <> ''),
      asked_by     uuid NOT NULL REFERENCES staff (id),
      asked_at     timestamptz NOT NULL,
      confirmed_by uuid REFERENCES staff (id),
      confirmed_at timestamptz,
      alone_reason text NOT NULL DEFAULT '',
      CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
      CONSTRAINT tablet_write_offs_two_people CHECK (confirmed_by <> asked_by OR alone_reason <> '')
    )`.execute(db)
}
