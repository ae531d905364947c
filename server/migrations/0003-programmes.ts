import { sql, type Kysely } from 'kysely'

/** Versioned rules, and the counters whose agreements they meet. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE programmes (
      id            uuid PRIMARY KEY,
      number        smallint NOT NULL UNIQUE CHECK (number BETWEEN 0 AND 99),
      name          text NOT NULL CHECK (name <> ''),
      preset        text NOT NULL,
      next_sequence bigint NOT NULL DEFAULT 0 CHECK (next_sequence BETWEEN 0 AND 1000000000),
      created_at    timestamptz NOT NULL
    )`.execute(db)
  await sql`
    CREATE TABLE programme_versions (
      programme_id uuid NOT NULL REFERENCES programmes (id),
      version      integer NOT NULL CHECK (version > 0),
      starts_at    timestamptz NOT NULL,
      rules        jsonb NOT NULL,
      created_at   timestamptz NOT NULL,
      PRIMARY KEY (programme_id, version),
      UNIQUE (programme_id, starts_at)
    )`.execute(db)
  await sql`
    CREATE TRIGGER programme_versions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON programme_versions
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`.execute(db)
  await sql`
    CREATE TABLE counters (
      id             uuid PRIMARY KEY,
      name           text NOT NULL UNIQUE CHECK (name <> ''),
      joins          boolean NOT NULL,
      rate_per_mille integer NOT NULL CHECK (rate_per_mille BETWEEN 1 AND 1000),
      created_at     timestamptz NOT NULL
    )`.execute(db)
}
