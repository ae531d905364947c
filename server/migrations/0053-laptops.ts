import { sql, type Kysely } from 'kysely'

/** Laptops that gather the tablets of a drive's booths and hand in what those signed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`ALTER TABLE pairing_codes ADD drive_id uuid REFERENCES drives (id)`)
  await run(`ALTER TABLE pairing_codes DROP CONSTRAINT pairing_codes_kind_check`)
  await run(`
    ALTER TABLE pairing_codes
      ADD CONSTRAINT pairing_codes_kind_check CHECK (kind IN ('station', 'kiosk', 'tablet', 'laptop')),
      ADD CONSTRAINT pairing_codes_drive CHECK ((kind = 'laptop') = (drive_id IS NOT NULL))`)

  await run(`
    CREATE TABLE laptops (
      id              uuid PRIMARY KEY,
      drive_id        uuid NOT NULL REFERENCES drives (id),
      name            text NOT NULL CHECK (name <> ''),
      public_key      bytea NOT NULL UNIQUE,
      paired_by       uuid NOT NULL REFERENCES staff (id),
      paired_at       timestamptz NOT NULL,
      revoked_by      uuid REFERENCES staff (id),
      revoked_at      timestamptz,
      last_request_ms bigint NOT NULL DEFAULT 0,
      seen_at         timestamptz NOT NULL,
      waiting         integer NOT NULL DEFAULT 0 CHECK (waiting >= 0),
      waiting_since   timestamptz,
      CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
    )`)
  await run(`CREATE INDEX laptops_by_drive ON laptops (drive_id)`)
}
