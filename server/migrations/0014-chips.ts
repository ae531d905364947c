import { sql, type Kysely } from 'kysely'

/** Chips with shorter and longer UIDs, keys that blanks come with, and cards whose keys are renewed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE cards DROP CONSTRAINT cards_nfc_uid_check`.execute(db)
  await sql`
    ALTER TABLE cards
      ALTER nfc_uid TYPE text,
      ADD CONSTRAINT cards_nfc_uid_check CHECK (nfc_uid ~ '^([0-9A-F]{8}|[0-9A-F]{14}|[0-9A-F]{20})$'),
      ADD has_chip boolean NOT NULL DEFAULT true,
      ADD key_version smallint CHECK (key_version BETWEEN 1 AND 255),
      ADD rekeying_to smallint CHECK (rekeying_to BETWEEN 1 AND 255)`.execute(db)
  await sql`
    ALTER TABLE cards
      DROP CONSTRAINT cards_check,
      ADD CONSTRAINT cards_chip_is_known CHECK (state IN ('numbered', 'spoiled', 'destroyed') OR (nfc_uid IS NOT NULL) = has_chip)`.execute(
    db,
  )
  await sql`
    CREATE TABLE transport_keys (
      id          uuid PRIMARY KEY,
      name        text NOT NULL UNIQUE CHECK (name <> ''),
      sealed      bytea NOT NULL,
      check_value char(6) NOT NULL CHECK (check_value ~ '^[0-9A-F]{6}$'),
      added_by    uuid NOT NULL REFERENCES staff (id),
      added_at    timestamptz NOT NULL
    )`.execute(db)
  await sql`ALTER TABLE batches ADD transport_key_id uuid REFERENCES transport_keys (id)`.execute(db)
}
