import { sql, type Kysely } from 'kysely'

/** The life of a batch as legal moves, number schemes, verification, boxes, transfers that both sides sign, codes and counts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`
    CREATE TABLE batch_moves (
      from_state text NOT NULL,
      to_state   text NOT NULL,
      PRIMARY KEY (from_state, to_state)
    )`)
  await run(`
    INSERT INTO batch_moves (from_state, to_state) VALUES
      ('none', 'ordered'), ('ordered', 'approved'), ('ordered', 'refused'), ('approved', 'numbered'),
      ('numbered', 'printed'), ('numbered', 'encoding'), ('printed', 'encoding'),
      ('encoding', 'verifying'), ('verifying', 'encoding'), ('verifying', 'boxed'), ('boxed', 'encoding'), ('boxed', 'verifying'),
      ('numbered', 'closed'), ('printed', 'closed'), ('encoding', 'closed'), ('verifying', 'closed'), ('boxed', 'closed')`)
  await run(`ALTER TABLE batches DROP CONSTRAINT batches_state_check`)
  await run(`
    ALTER TABLE batches
      ADD previous_state  text,
      ADD chip            text NOT NULL DEFAULT 'ntag424-dna' CHECK (chip IN ('ntag424-dna', 'ntag424-dna-lrp', 'ntag213', 'ntag215',
                            'ntag216', 'ultralight-c', 'ultralight-aes', 'desfire', 'classic-1k', 'stripe-only')),
      ADD verify_sample   integer DEFAULT 1 CHECK (verify_sample >= 1),
      ADD decided_by      uuid REFERENCES staff (id),
      ADD decided_at      timestamptz,
      ADD decision_reason text NOT NULL DEFAULT '',
      ADD counted_finished integer CHECK (counted_finished >= 0)`)
  await run(`
    UPDATE batches SET decided_by = ordered_by, decided_at = ordered_at, decision_reason = 'ordered before orders were approved',
      previous_state = CASE state WHEN 'numbered' THEN 'approved' WHEN 'encoding' THEN 'numbered' ELSE 'encoding' END`)
  await run(`
    ALTER TABLE batches
      ALTER previous_state SET NOT NULL,
      ADD FOREIGN KEY (previous_state, state) REFERENCES batch_moves (from_state, to_state),
      ADD CHECK ((state = 'ordered') = (decided_by IS NULL)),
      ADD CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
      ADD CONSTRAINT batches_two_people CHECK (decided_by <> ordered_by OR decision_reason <> '')`)
  await run(`
    CREATE TABLE batch_prints (
      id             uuid PRIMARY KEY,
      batch_id       uuid NOT NULL REFERENCES batches (id),
      first_position integer NOT NULL CHECK (first_position > 0),
      last_position  integer NOT NULL CHECK (last_position >= first_position),
      printed_by     uuid NOT NULL REFERENCES staff (id),
      printed_at     timestamptz NOT NULL
    )`)
  await run(`CREATE INDEX batch_prints_by_batch ON batch_prints (batch_id, printed_at)`)

  await run(`
    CREATE TABLE number_schemes (
      programme_id   uuid NOT NULL REFERENCES programmes (id),
      version        smallint NOT NULL CHECK (version > 0),
      first_sequence bigint NOT NULL CHECK (first_sequence BETWEEN 0 AND 999999999),
      key_generation smallint NOT NULL CHECK (key_generation BETWEEN 1 AND 255),
      began_at       timestamptz NOT NULL,
      PRIMARY KEY (programme_id, version),
      UNIQUE (programme_id, first_sequence),
      CHECK (version > 1 OR first_sequence = 0)
    )`)
  await run(`
    INSERT INTO number_schemes (programme_id, version, first_sequence, key_generation, began_at)
    SELECT id, 1, 0, 1, now() FROM programmes`)
  await run(`
    CREATE TRIGGER number_schemes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON number_schemes
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)

  await run(`
    CREATE TABLE card_verifications (
      id          uuid PRIMARY KEY,
      batch_id    uuid NOT NULL REFERENCES batches (id),
      card_number char(16) NOT NULL REFERENCES cards (card_number),
      has_passed  boolean NOT NULL,
      means       text NOT NULL CHECK (means IN ('tap', 'swipe', 'scan', 'seen')),
      station_id  uuid REFERENCES stations (id),
      reason      text NOT NULL DEFAULT '',
      verified_by uuid NOT NULL REFERENCES staff (id),
      verified_at timestamptz NOT NULL,
      CHECK (has_passed OR reason <> '')
    )`)
  await run(
    `CREATE UNIQUE INDEX card_verifications_passed_once ON card_verifications (card_number) WHERE has_passed`,
  )
  await run(`CREATE INDEX card_verifications_by_batch ON card_verifications (batch_id, verified_at)`)
  await run(`
    CREATE TRIGGER card_verifications_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON card_verifications
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)

  await run(`
    CREATE TABLE verifying_readers (
      station_id  uuid NOT NULL REFERENCES stations (id),
      reader_name text NOT NULL,
      batch_id    uuid NOT NULL REFERENCES batches (id),
      opened_by   uuid NOT NULL REFERENCES staff (id),
      opened_at   timestamptz NOT NULL,
      PRIMARY KEY (station_id, reader_name)
    )`)

  await run(`
    CREATE TABLE card_boxes (
      id             uuid PRIMARY KEY,
      batch_id       uuid NOT NULL REFERENCES batches (id),
      number         integer NOT NULL CHECK (number > 0),
      code           text NOT NULL UNIQUE,
      quantity       integer NOT NULL CHECK (quantity > 0),
      first_position integer NOT NULL,
      last_position  integer NOT NULL CHECK (last_position >= first_position),
      sealed_by      uuid NOT NULL REFERENCES staff (id),
      sealed_at      timestamptz NOT NULL,
      opened_by      uuid REFERENCES staff (id),
      opened_at      timestamptz,
      opened_why     text,
      UNIQUE (batch_id, number),
      CHECK ((opened_by IS NULL) = (opened_at IS NULL) AND (opened_by IS NULL) = (opened_why IS NULL))
    )`)
  await run(`
    ALTER TABLE card_transfers
      ADD state        text NOT NULL DEFAULT 'confirmed' CHECK (state IN ('waiting', 'confirmed', 'recalled')),
      ADD box_id       uuid REFERENCES card_boxes (id),
      ADD first_number char(16) REFERENCES cards (card_number),
      ADD last_number  char(16) REFERENCES cards (card_number),
      ADD ended_by     uuid REFERENCES staff (id),
      ADD ended_at     timestamptz,
      ADD alone_reason text NOT NULL DEFAULT ''`)
  await run(`
    UPDATE card_transfers SET ended_by = moved_by, ended_at = moved_at,
      alone_reason = 'carried before transfers were confirmed'`)
  await run(`
    ALTER TABLE card_transfers
      ALTER state DROP DEFAULT,
      ADD CHECK ((state = 'waiting') = (ended_by IS NULL)),
      ADD CHECK ((ended_by IS NULL) = (ended_at IS NULL)),
      ADD CHECK (from_place IS NOT NULL OR to_place IS NOT NULL),
      ADD CONSTRAINT card_transfers_two_people CHECK (state <> 'confirmed' OR ended_by <> moved_by OR alone_reason <> '')`)
  await run(`CREATE INDEX card_transfers_by_batch ON card_transfers (batch_id, moved_at)`)
  await run(
    `CREATE INDEX card_transfers_waiting_to ON card_transfers (to_place, moved_at) WHERE state = 'waiting'`,
  )
  await run(`
    ALTER TABLE cards
      ADD box_id      uuid REFERENCES card_boxes (id),
      ADD transfer_id uuid REFERENCES card_transfers (id),
      ADD CONSTRAINT cards_on_the_way_are_nowhere CHECK (transfer_id IS NULL OR (place_id IS NULL AND state IN ('encoded', 'destroyed')))`)
  await run(`CREATE INDEX cards_on_the_way ON cards (transfer_id) WHERE transfer_id IS NOT NULL`)
  await run(`CREATE INDEX cards_by_box ON cards (box_id) WHERE box_id IS NOT NULL`)

  await run(`
    ALTER TABLE blank_movements
      ADD station_id uuid REFERENCES stations (id),
      ADD place_id   uuid REFERENCES places (id),
      ADD box_id     uuid REFERENCES card_boxes (id)`)
  await run(`
    CREATE TABLE blank_counts (
      id         uuid PRIMARY KEY,
      batch_id   uuid NOT NULL REFERENCES batches (id),
      day        date NOT NULL,
      counted_by uuid NOT NULL REFERENCES staff (id),
      counted_at timestamptz NOT NULL,
      expected   integer NOT NULL,
      counted    integer NOT NULL CHECK (counted >= 0),
      reason     text NOT NULL DEFAULT '',
      CHECK (expected = counted OR reason <> '')
    )`)
  await run(`CREATE INDEX blank_counts_by_batch ON blank_counts (batch_id, counted_at)`)
  await run(`
    CREATE TRIGGER blank_counts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON blank_counts
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)

  await run(`
    CREATE TABLE security_code_tries (
      scope       text NOT NULL CHECK (scope IN ('card', 'client')),
      subject     bytea NOT NULL,
      tries       integer NOT NULL CHECK (tries >= 0),
      began_at    timestamptz NOT NULL,
      PRIMARY KEY (scope, subject)
    )`)

  await run(`
    CREATE TABLE gs1_company_prefix (
      is_the_one     boolean PRIMARY KEY DEFAULT true CHECK (is_the_one),
      prefix         text NOT NULL CHECK (prefix ~ '^[0-9]{4,11}$'),
      next_reference bigint NOT NULL DEFAULT 0
    )`)
  await run(`
    CREATE TABLE card_gsrns (
      card_number char(16) PRIMARY KEY REFERENCES cards (card_number),
      gsrn        char(18) NOT NULL UNIQUE CHECK (gsrn ~ '^[0-9]{18}$')
    )`)
}
