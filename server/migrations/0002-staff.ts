import { sql, type Kysely } from 'kysely'

/** People who work with the product, how they prove themselves, and the places they work at. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE places (
      id         uuid PRIMARY KEY,
      name       text NOT NULL UNIQUE CHECK (name <> ''),
      kind       text NOT NULL CHECK (kind IN ('store-room', 'booth', 'kiosk')),
      created_at timestamptz NOT NULL
    )`.execute(db)
  await sql`
    CREATE TABLE staff (
      id           uuid PRIMARY KEY,
      sign_in_name text NOT NULL UNIQUE CHECK (sign_in_name = lower(sign_in_name) AND sign_in_name <> ''),
      display_name text NOT NULL CHECK (display_name <> ''),
      roles        text[] NOT NULL CHECK (roles <@ ARRAY['administrator','programme-manager','card-operator','promoter','auditor']),
      disabled_at  timestamptz,
      created_at   timestamptz NOT NULL
    )`.execute(db)
  await sql`
    CREATE TABLE staff_credentials (
      staff_id        uuid NOT NULL REFERENCES staff (id),
      kind            text NOT NULL CHECK (kind IN ('password', 'totp', 'passkey')),
      id              uuid PRIMARY KEY,
      secret          text NOT NULL,
      failed_attempts integer NOT NULL DEFAULT 0 CHECK (failed_attempts >= 0),
      locked_until    timestamptz,
      created_at      timestamptz NOT NULL
    )`.execute(db)
  await sql`CREATE UNIQUE INDEX staff_credentials_one_password ON staff_credentials (staff_id) WHERE kind = 'password'`.execute(
    db,
  )
  await sql`
    CREATE TABLE staff_sessions (
      token_hash bytea PRIMARY KEY,
      staff_id   uuid NOT NULL REFERENCES staff (id),
      started_at timestamptz NOT NULL,
      seen_at    timestamptz NOT NULL,
      expires_at timestamptz NOT NULL
    )`.execute(db)
  await sql`CREATE INDEX staff_sessions_by_staff ON staff_sessions (staff_id)`.execute(db)
}
