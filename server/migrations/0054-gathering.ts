import { sql, type Kysely } from 'kysely'

/** What a laptop at the booths keeps for headquarters; empty at headquarters itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`
    CREATE TABLE gathered_tablets (
      id              uuid PRIMARY KEY,
      booth_id        uuid NOT NULL,
      booth_name      text NOT NULL,
      name            text NOT NULL,
      public_key      bytea NOT NULL,
      export_key      text NOT NULL,
      is_revoked      boolean NOT NULL,
      last_request_ms bigint NOT NULL DEFAULT 0,
      is_broken       boolean NOT NULL DEFAULT false,
      seen_at         timestamptz
    )`)
  // Texts are sealed for headquarters as they come: whoever has the laptop reads none of them.
  await run(`
    CREATE TABLE gathered_entries (
      tablet_id     uuid NOT NULL REFERENCES gathered_tablets (id),
      text_hash     char(64) NOT NULL,
      number        integer,
      in_chain      boolean NOT NULL,
      signature     text NOT NULL,
      ephemeral_key text,
      iv            text,
      content       text,
      offset_ms     bigint NOT NULL,
      gathered_at   timestamptz NOT NULL,
      verdict       jsonb,
      held_at       timestamptz,
      PRIMARY KEY (tablet_id, text_hash),
      CHECK ((content IS NULL) = (iv IS NULL) AND (content IS NULL) = (ephemeral_key IS NULL)),
      CHECK ((content IS NULL) = (verdict IS NOT NULL OR held_at IS NOT NULL)),
      CHECK (NOT in_chain OR number IS NOT NULL)
    )`)
  await run(`CREATE UNIQUE INDEX gathered_chain ON gathered_entries (tablet_id, number) WHERE in_chain`)
  await run(`CREATE INDEX gathered_waiting ON gathered_entries (gathered_at) WHERE content IS NOT NULL`)
  await run(`
    CREATE TABLE headquarters_seen (
      is_the_one boolean PRIMARY KEY DEFAULT true CHECK (is_the_one),
      seen_at    timestamptz NOT NULL,
      refused    boolean NOT NULL
    )`)
}
