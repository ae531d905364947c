import { sql, type Kysely } from 'kysely'

/** Tablets that enrol without a network: what they sent, how it was judged, and what is left to do. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`ALTER TABLE pairing_codes ADD booth_id uuid REFERENCES booths (id)`)
  await run(`ALTER TABLE pairing_codes DROP CONSTRAINT pairing_codes_kind_check`)
  await run(`
    ALTER TABLE pairing_codes ADD CONSTRAINT pairing_codes_kind_check CHECK (kind IN ('station', 'kiosk', 'tablet')),
      ADD CONSTRAINT pairing_codes_booth CHECK ((kind = 'tablet') = (booth_id IS NOT NULL))`)

  await run(`
    CREATE TABLE tablets (
      id                 uuid PRIMARY KEY,
      booth_id           uuid NOT NULL REFERENCES booths (id),
      name               text NOT NULL CHECK (name <> ''),
      public_key         bytea NOT NULL UNIQUE,
      paired_by          uuid NOT NULL REFERENCES staff (id),
      paired_at          timestamptz NOT NULL,
      revoked_by         uuid REFERENCES staff (id),
      revoked_at         timestamptz,
      last_request_ms    bigint NOT NULL DEFAULT 0,
      last_number        integer NOT NULL DEFAULT 0,
      last_hash          text NOT NULL DEFAULT '',
      last_happened_at   timestamptz,
      seen_at            timestamptz,
      waiting            integer CHECK (waiting >= 0),
      clock_offset_ms    bigint,
      reported_offset_ms bigint NOT NULL DEFAULT 0,
      CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
    )`)
  await run(`CREATE INDEX tablets_by_booth ON tablets (booth_id)`)
  await run(`
    CREATE TABLE tablet_entries (
      tablet_id   uuid NOT NULL REFERENCES tablets (id),
      number      integer NOT NULL CHECK (number > 0),
      entry_id    uuid NOT NULL,
      kind        text NOT NULL,
      text_hash   char(64) NOT NULL,
      signature   bytea NOT NULL,
      promoter_id uuid NOT NULL,
      made_at     timestamptz NOT NULL,
      happened_at timestamptz NOT NULL,
      received_at timestamptz NOT NULL,
      verdict     text NOT NULL CHECK (verdict IN ('accepted', 'duplicate', 'refused')),
      reason      text,
      action      text,
      PRIMARY KEY (tablet_id, number)
    )`)
  await run(`CREATE INDEX tablet_entries_by_id ON tablet_entries (entry_id)`)
  await run(`
    CREATE TRIGGER tablet_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON tablet_entries
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)

  // Texts that were not judged by themselves; sealed, because people stand in them.
  await run(`
    CREATE TABLE tablet_held (
      id          uuid PRIMARY KEY,
      tablet_id   uuid NOT NULL REFERENCES tablets (id),
      number      integer,
      kind        text,
      because     text NOT NULL CHECK (because IN ('chain-broken', 'entry-unreadable', 'exported')),
      text_hash   char(64) NOT NULL,
      sealed_text bytea,
      signature   text NOT NULL,
      is_signed   boolean NOT NULL,
      held_at     timestamptz NOT NULL,
      settled_at  timestamptz,
      settled_by  uuid REFERENCES staff (id),
      settled_as  text CHECK (settled_as IN ('accepted', 'duplicate', 'refused', 'dropped')),
      UNIQUE (tablet_id, text_hash),
      CHECK ((settled_at IS NULL) = (settled_by IS NULL) AND (settled_at IS NULL) = (settled_as IS NULL))
    )`)
  await run(`
    CREATE TABLE late_shifts (
      shift_id   uuid PRIMARY KEY REFERENCES shifts (id),
      was_opened boolean NOT NULL
    )`)
  await run(`
    CREATE TABLE tablet_cards (
      id        uuid PRIMARY KEY,
      tablet_id uuid NOT NULL REFERENCES tablets (id),
      quantity  integer NOT NULL CHECK (quantity <> 0),
      noted_by  uuid NOT NULL REFERENCES staff (id),
      noted_at  timestamptz NOT NULL
    )`)
  await run(`CREATE INDEX tablet_cards_by_tablet ON tablet_cards (tablet_id)`)

  await run(`
    CREATE TABLE tablet_conflicts (
      id           uuid PRIMARY KEY,
      drive_id     uuid NOT NULL REFERENCES drives (id),
      booth_id     uuid NOT NULL REFERENCES booths (id),
      tablet_id    uuid NOT NULL REFERENCES tablets (id),
      entry_number integer,
      entry_id     uuid,
      kind         text NOT NULL,
      action       text NOT NULL,
      details      jsonb NOT NULL,
      promoter_id  uuid REFERENCES staff (id),
      happened_at  timestamptz NOT NULL,
      noted_at     timestamptz NOT NULL,
      todo         text CHECK (todo IN ('give-card', 'complete-person', 'judge')),
      done_at      timestamptz,
      done_by      uuid REFERENCES staff (id),
      CHECK ((done_at IS NULL) = (done_by IS NULL))
    )`)
  await run(`CREATE INDEX tablet_conflicts_by_drive ON tablet_conflicts (drive_id, noted_at)`)
  await run(`CREATE INDEX tablet_conflicts_by_entry ON tablet_conflicts (entry_id)`)

  // People whose form is not good enough for a member yet; sealed with a key of their own, as members are.
  await run(`
    CREATE TABLE tablet_people (
      id           uuid PRIMARY KEY,
      tablet_id    uuid NOT NULL REFERENCES tablets (id),
      promoter_id  uuid NOT NULL REFERENCES staff (id),
      happened_at  timestamptz NOT NULL,
      reason       text NOT NULL,
      gift_booked  boolean NOT NULL,
      wrapped_key  bytea,
      sealed_form  bytea,
      completed_at timestamptz,
      completed_by uuid REFERENCES staff (id),
      CHECK ((completed_at IS NULL) = (completed_by IS NULL)),
      CHECK ((completed_at IS NULL) = (sealed_form IS NOT NULL) AND (wrapped_key IS NULL) = (sealed_form IS NULL))
    )`)

  await run(`
    CREATE TABLE gift_shortages (
      id          uuid PRIMARY KEY,
      place_id    uuid NOT NULL REFERENCES places (id),
      gift_id     uuid NOT NULL REFERENCES gifts (id),
      reference   text NOT NULL,
      recorded_by text NOT NULL,
      recorded_at timestamptz NOT NULL
    )`)
  await run(`CREATE INDEX gift_shortages_by_place ON gift_shortages (place_id, gift_id, recorded_at)`)
  await run(`
    CREATE TRIGGER gift_shortages_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON gift_shortages
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)

  await run(`ALTER TABLE enrolments ALTER card_number DROP NOT NULL, ALTER handed_by_means DROP NOT NULL`)
  await run(`ALTER TABLE enrolments DROP CONSTRAINT enrolments_check`)
  await run(`
    ALTER TABLE enrolments ADD CONSTRAINT enrolments_card_and_means
      CHECK ((card_number IS NULL) = (handed_by_means IS NULL))`)
}
