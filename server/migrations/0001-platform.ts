import { sql, type Kysely } from 'kysely'

/** What every feature stands on: commands, audit, events. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$`.execute(
    db,
  )

  await sql`
    CREATE TABLE commands (
      id           uuid PRIMARY KEY,
      content_hash bytea NOT NULL,
      status       smallint,
      answer       jsonb,
      created_at   timestamptz NOT NULL
    )`.execute(db)

  await sql`
    CREATE TABLE audit_entries (
      id          uuid PRIMARY KEY,
      recorded_at timestamptz NOT NULL,
      actor       text NOT NULL,
      action      text NOT NULL,
      subject     text NOT NULL,
      details     jsonb NOT NULL,
      xact        xid8 NOT NULL DEFAULT pg_current_xact_id()
    )`.execute(db)
  await sql`CREATE INDEX audit_entries_by_commit ON audit_entries (xact, id)`.execute(db)
  await sql`CREATE INDEX audit_entries_by_subject ON audit_entries (subject, recorded_at)`.execute(db)
  await sql`
    CREATE TABLE audit_links (
      position  bigint PRIMARY KEY,
      entry_id  uuid NOT NULL UNIQUE REFERENCES audit_entries (id),
      hash      bytea NOT NULL,
      sealed_at timestamptz NOT NULL
    )`.execute(db)
  for (const table of ['audit_entries', 'audit_links']) await refuseChanges(db, table)

  await sql`
    CREATE TABLE events (
      id          uuid PRIMARY KEY,
      topic       text NOT NULL,
      type        text NOT NULL,
      data        jsonb NOT NULL,
      recorded_at timestamptz NOT NULL,
      xact        xid8 NOT NULL DEFAULT pg_current_xact_id()
    )`.execute(db)
  await sql`CREATE INDEX events_by_commit ON events (xact, id)`.execute(db)
}

async function refuseChanges(db: Kysely<unknown>, table: string): Promise<void> {
  await sql`
    CREATE TRIGGER ${sql.ref(`${table}_append_only`)} BEFORE UPDATE OR DELETE OR TRUNCATE ON ${sql.table(table)}
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`.execute(db)
}
