import { sql, type Kysely } from 'kysely'

/**
 * What becomes of cards that members have: why one is suspended, what replaced it, when it expires, who saw it destroyed;
 * where it was seen last and what looked like a copy; complimentary cards; tries to sign in by name, known or not.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await cardLife(db)
  await watching(db)
  await complimentary(db)
  await signInTries(db)
}

async function cardLife(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE cards
      ADD COLUMN suspended_because text CHECK (suspended_because IN ('asked', 'frozen')),
      ADD COLUMN replaced_by char(16) REFERENCES cards (card_number),
      ADD COLUMN counter_at timestamptz,
      ADD COLUMN seen_at timestamptz,
      ADD COLUMN seen_place uuid REFERENCES places (id)`.execute(db)
  await sql`UPDATE cards SET suspended_because = 'asked' WHERE state = 'suspended'`.execute(db)
  await sql`
    ALTER TABLE cards
      ADD CONSTRAINT cards_suspended_for_a_reason CHECK ((state = 'suspended') = (suspended_because IS NOT NULL)),
      ADD CONSTRAINT cards_replaced_by_another CHECK (replaced_by IS NULL OR (replaced_by <> card_number AND state IN ('replaced', 'destroyed')))`.execute(
    db,
  )
  await sql`ALTER TABLE batches ADD COLUMN cards_expire_on date`.execute(db)
  await sql`CREATE INDEX batches_by_expiry ON batches (cards_expire_on) WHERE cards_expire_on IS NOT NULL`.execute(
    db,
  )
  await sql`
    CREATE TABLE card_destructions (
      card_number  char(16) PRIMARY KEY REFERENCES cards (card_number),
      method       text NOT NULL CHECK (method IN ('shredded', 'cut', 'burnt')),
      reason       text NOT NULL CHECK (reason <> ''),
      destroyed_by uuid NOT NULL REFERENCES staff (id),
      witnessed_by uuid NOT NULL REFERENCES staff (id),
      destroyed_at timestamptz NOT NULL,
      CONSTRAINT card_destructions_two_people CHECK (witnessed_by <> destroyed_by)
    )`.execute(db)
  await appendOnly(db, 'card_destructions')
  await sql`
    CREATE FUNCTION demand_destruction_record() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT EXISTS (SELECT FROM card_destructions d WHERE d.card_number = NEW.card_number) THEN
        RAISE EXCEPTION 'a card is destroyed with a record' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NULL;
    END $$`.execute(db)
  await sql`
    CREATE CONSTRAINT TRIGGER cards_destroyed_with_record AFTER UPDATE OF state ON cards
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'destroyed')
      EXECUTE FUNCTION demand_destruction_record()`.execute(db)
}

async function watching(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE places
      ADD COLUMN latitude_e6 integer CHECK (latitude_e6 BETWEEN -90000000 AND 90000000),
      ADD COLUMN longitude_e6 integer CHECK (longitude_e6 BETWEEN -180000000 AND 180000000),
      ADD CONSTRAINT places_whole_position CHECK ((latitude_e6 IS NULL) = (longitude_e6 IS NULL))`.execute(db)
  await sql`ALTER TABLE card_alerts DROP CONSTRAINT card_alerts_kind_check`.execute(db)
  await sql`
    ALTER TABLE card_alerts
      ADD COLUMN froze boolean NOT NULL DEFAULT false,
      ADD CONSTRAINT card_alerts_kind_check CHECK (kind IN ('replayed-message', 'fallen-counter', 'impossible-travel', 'stopped-card-seen', 'edited-stripe', 'wrong-codes'))`.execute(
    db,
  )
  await sql`CREATE INDEX card_alerts_by_card ON card_alerts (card_number, raised_at)`.execute(db)
  await appendOnly(db, 'card_alerts')
  await sql`
    CREATE TABLE card_alert_reviews (
      alert_id    uuid PRIMARY KEY REFERENCES card_alerts (id),
      outcome     text NOT NULL CHECK (outcome IN ('cleared', 'card-stopped')),
      note        text NOT NULL,
      reviewed_by uuid NOT NULL REFERENCES staff (id),
      reviewed_at timestamptz NOT NULL,
      CHECK (outcome = 'card-stopped' OR note <> '')
    )`.execute(db)
  await appendOnly(db, 'card_alert_reviews')
  await sql`
    CREATE TABLE card_wrong_codes (
      card_number char(16) PRIMARY KEY REFERENCES cards (card_number),
      count       integer NOT NULL CHECK (count > 0),
      since       timestamptz NOT NULL
    )`.execute(db)
  await sql`
    CREATE TABLE card_rules (
      version integer PRIMARY KEY CHECK (version > 0),
      rules   jsonb NOT NULL,
      set_by  uuid NOT NULL REFERENCES staff (id),
      set_at  timestamptz NOT NULL
    )`.execute(db)
  await appendOnly(db, 'card_rules')
}

/** What was asked for, decided and handed over, each once and never changed; the name apart, so that it can be erased. */
async function complimentary(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE complimentary_requests (
      id                 uuid PRIMARY KEY,
      programme_id       uuid NOT NULL REFERENCES programmes (id),
      level              text NOT NULL,
      organisation       text NOT NULL CHECK (organisation <> ''),
      reason             text NOT NULL CHECK (reason <> ''),
      value_fen          bigint NOT NULL CHECK (value_fen > 0),
      is_public_official boolean NOT NULL,
      requested_by       uuid NOT NULL REFERENCES staff (id),
      requested_at       timestamptz NOT NULL,
      UNIQUE (id, requested_by)
    )`.execute(db)
  await appendOnly(db, 'complimentary_requests')
  await sql`CREATE INDEX complimentary_requests_newest ON complimentary_requests (requested_at)`.execute(db)
  await sql`
    CREATE TABLE complimentary_recipients (
      request_id  uuid PRIMARY KEY REFERENCES complimentary_requests (id),
      wrapped_key bytea NOT NULL,
      sealed_name bytea NOT NULL
    )`.execute(db)
  await sql`
    CREATE TABLE complimentary_decisions (
      request_id   uuid PRIMARY KEY,
      requested_by uuid NOT NULL,
      approved     boolean NOT NULL,
      note         text NOT NULL,
      decided_by   uuid NOT NULL REFERENCES staff (id),
      decided_at   timestamptz NOT NULL,
      UNIQUE (request_id, approved),
      FOREIGN KEY (request_id, requested_by) REFERENCES complimentary_requests (id, requested_by),
      CONSTRAINT complimentary_decisions_two_people CHECK (decided_by <> requested_by)
    )`.execute(db)
  await appendOnly(db, 'complimentary_decisions')
  await sql`
    CREATE TABLE complimentary_handovers (
      request_id  uuid PRIMARY KEY,
      approved    boolean NOT NULL CHECK (approved),
      member_id   uuid NOT NULL REFERENCES members (id),
      card_number char(16) NOT NULL UNIQUE REFERENCES cards (card_number),
      means       text NOT NULL CHECK (means IN ('tap', 'swipe', 'scan', 'typed')),
      handed_by   uuid NOT NULL REFERENCES staff (id),
      handed_at   timestamptz NOT NULL,
      FOREIGN KEY (request_id, approved) REFERENCES complimentary_decisions (request_id, approved)
    )`.execute(db)
  await appendOnly(db, 'complimentary_handovers')
}

/** Tries are counted by name, whether somebody has it or not, so that a pause tells nothing of who works here. */
async function signInTries(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE sign_in_tries (
      name_hash       bytea PRIMARY KEY,
      failed_attempts integer NOT NULL CHECK (failed_attempts > 0),
      locked_until    timestamptz,
      tried_at        timestamptz NOT NULL
    )`.execute(db)
  await sql`CREATE INDEX sign_in_tries_oldest ON sign_in_tries (tried_at)`.execute(db)
  await sql`ALTER TABLE staff_credentials DROP COLUMN failed_attempts, DROP COLUMN locked_until`.execute(db)
}

const appendOnly = (db: Kysely<unknown>, table: string) =>
  sql`
    CREATE TRIGGER ${sql.id(`${table}_append_only`)} BEFORE UPDATE OR DELETE OR TRUNCATE ON ${sql.table(table)}
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`.execute(db)
