import { sql, type Kysely } from 'kysely'

/** PCs with devices, the kiosks that look through them, and the one-time codes that pair both. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE stations (
      id         uuid PRIMARY KEY,
      name       text NOT NULL UNIQUE CHECK (name <> ''),
      token_hash bytea NOT NULL UNIQUE,
      simulated  boolean NOT NULL,
      approved_for_blanks boolean NOT NULL,
      revoked_at timestamptz,
      seen_at    timestamptz,
      is_up      boolean NOT NULL DEFAULT false,
      devices    jsonb NOT NULL DEFAULT '[]',
      notices    jsonb NOT NULL DEFAULT '[]',
      paired_at  timestamptz NOT NULL
    )`.execute(db)
  await sql`
    CREATE TABLE kiosks (
      id          uuid PRIMARY KEY,
      name        text NOT NULL UNIQUE CHECK (name <> ''),
      place_id    uuid NOT NULL REFERENCES places (id),
      station_id  uuid REFERENCES stations (id),
      reader_name text,
      stripe_name text,
      token_hash  bytea UNIQUE,
      revoked_at  timestamptz,
      created_at  timestamptz NOT NULL
    )`.execute(db)
  await sql`CREATE UNIQUE INDEX kiosks_one_per_reader ON kiosks (station_id, reader_name) WHERE revoked_at IS NULL`.execute(
    db,
  )
  await sql`
    CREATE TABLE pairing_codes (
      code_hash  bytea PRIMARY KEY,
      kind       text NOT NULL CHECK (kind IN ('station', 'kiosk')),
      kiosk_id   uuid REFERENCES kiosks (id),
      simulated  boolean NOT NULL DEFAULT false,
      created_by text NOT NULL,
      expires_at timestamptz NOT NULL,
      used_at    timestamptz,
      CHECK ((kind = 'kiosk') = (kiosk_id IS NOT NULL))
    )`.execute(db)
}
