import { sql, type Kysely } from 'kysely'

/** Batches, their blanks, and each card's life. A move that is not in card_moves fails here, whatever the code says. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE batches (
      id              uuid PRIMARY KEY,
      code            text NOT NULL UNIQUE CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{6}$'),
      programme_id    uuid NOT NULL REFERENCES programmes (id),
      design          text NOT NULL,
      level           text NOT NULL,
      quantity        integer NOT NULL CHECK (quantity BETWEEN 1 AND 10000),
      state           text NOT NULL CHECK (state IN ('numbered', 'encoding', 'closed')),
      key_version     smallint NOT NULL CHECK (key_version BETWEEN 1 AND 255),
      public_url      text NOT NULL,
      counted_on_hand integer CHECK (counted_on_hand >= 0),
      ordered_by      uuid NOT NULL REFERENCES staff (id),
      ordered_at      timestamptz NOT NULL,
      closed_at       timestamptz
    )`.execute(db)
  await sql`
    CREATE TABLE blank_movements (
      id          uuid PRIMARY KEY,
      batch_id    uuid NOT NULL REFERENCES batches (id),
      kind        text NOT NULL CHECK (kind IN ('received', 'issued', 'spoiled', 'returned')),
      quantity    integer NOT NULL CHECK (quantity > 0),
      card_number char(16),
      reason      text NOT NULL DEFAULT '',
      recorded_by text NOT NULL,
      recorded_at timestamptz NOT NULL
    )`.execute(db)
  await sql`CREATE INDEX blank_movements_by_batch ON blank_movements (batch_id, kind)`.execute(db)
  await sql`CREATE UNIQUE INDEX blank_movements_once_per_card ON blank_movements (card_number, kind) WHERE card_number IS NOT NULL`.execute(
    db,
  )
  await sql`
    CREATE TRIGGER blank_movements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON blank_movements
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`.execute(db)

  await sql`
    CREATE TABLE card_moves (
      from_state text NOT NULL,
      to_state   text NOT NULL,
      PRIMARY KEY (from_state, to_state)
    )`.execute(db)
  await sql`
    INSERT INTO card_moves (from_state, to_state) VALUES
      ('none', 'numbered'),
      ('numbered', 'encoding'), ('numbered', 'spoiled'),
      ('encoding', 'numbered'), ('encoding', 'encoded'), ('encoding', 'spoiled'),
      ('encoded', 'active'), ('encoded', 'spoiled'), ('encoded', 'destroyed'),
      ('active', 'suspended'), ('active', 'lost'), ('active', 'replaced'), ('active', 'expired'), ('active', 'destroyed'),
      ('suspended', 'active'), ('suspended', 'lost'), ('suspended', 'replaced'), ('suspended', 'expired'), ('suspended', 'destroyed'),
      ('lost', 'replaced'), ('lost', 'destroyed'), ('replaced', 'destroyed'), ('expired', 'destroyed')`.execute(
    db,
  )
  await sql`
    CREATE TABLE cards (
      card_number    char(16) PRIMARY KEY CHECK (card_number ~ '^9156[0-9]{12}$'),
      batch_id       uuid NOT NULL REFERENCES batches (id),
      position       integer NOT NULL CHECK (position > 0),
      state          text NOT NULL,
      previous_state text NOT NULL,
      state_since    timestamptz NOT NULL,
      nfc_uid        char(14) UNIQUE CHECK (nfc_uid ~ '^[0-9A-F]{14}$'),
      sun_counter    integer NOT NULL DEFAULT 0 CHECK (sun_counter BETWEEN 0 AND 16777215),
      stripe_written boolean NOT NULL DEFAULT false,
      spoil_reason   text,
      place_id       uuid REFERENCES places (id),
      member_id      uuid REFERENCES members (id),
      shares_balance boolean NOT NULL DEFAULT true,
      UNIQUE (batch_id, position),
      FOREIGN KEY (previous_state, state) REFERENCES card_moves (from_state, to_state),
      CHECK (state IN ('numbered', 'spoiled', 'destroyed') OR nfc_uid IS NOT NULL),
      CHECK (member_id IS NULL OR state NOT IN ('numbered', 'encoding', 'encoded', 'spoiled'))
    )`.execute(db)
  await sql`CREATE INDEX cards_to_encode ON cards (batch_id, position) WHERE state = 'numbered'`.execute(db)
  await sql`CREATE INDEX cards_to_hand_out ON cards (place_id, card_number) WHERE state = 'encoded'`.execute(
    db,
  )
  await sql`CREATE INDEX cards_by_member ON cards (member_id) WHERE member_id IS NOT NULL`.execute(db)
  await sql`
    CREATE TABLE card_alerts (
      id          uuid PRIMARY KEY,
      card_number char(16) NOT NULL REFERENCES cards (card_number),
      kind        text NOT NULL CHECK (kind IN ('replayed-message', 'stopped-card-seen', 'edited-stripe')),
      evidence    jsonb NOT NULL,
      raised_at   timestamptz NOT NULL
    )`.execute(db)
  await sql`CREATE INDEX card_alerts_newest ON card_alerts (raised_at)`.execute(db)
  await sql`
    CREATE TABLE card_transfers (
      id         uuid PRIMARY KEY,
      batch_id   uuid NOT NULL REFERENCES batches (id),
      from_place uuid REFERENCES places (id),
      to_place   uuid REFERENCES places (id),
      quantity   integer NOT NULL CHECK (quantity > 0),
      moved_by   uuid NOT NULL REFERENCES staff (id),
      moved_at   timestamptz NOT NULL
    )`.execute(db)

  await sql`
    CREATE TABLE encoding_runs (
      id          uuid PRIMARY KEY,
      batch_id    uuid NOT NULL REFERENCES batches (id),
      station_id  uuid NOT NULL REFERENCES stations (id),
      reader_name text NOT NULL,
      stripe_name text,
      state       text NOT NULL CHECK (state IN ('running', 'paused', 'finished')),
      last_step   text,
      last_error  text,
      card_number char(16) REFERENCES cards (card_number),
      started_by  uuid NOT NULL REFERENCES staff (id),
      started_at  timestamptz NOT NULL,
      finished_at timestamptz
    )`.execute(db)
  await sql`CREATE UNIQUE INDEX encoding_runs_one_per_reader ON encoding_runs (station_id, reader_name) WHERE state <> 'finished'`.execute(
    db,
  )
}
