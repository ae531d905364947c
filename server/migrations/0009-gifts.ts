import { sql, type Kysely } from 'kysely'

/** Gifts, their stock per place in sub-counters, every movement of it, and what members hold. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE gifts (
      id           uuid PRIMARY KEY,
      name_zh      text NOT NULL UNIQUE CHECK (name_zh <> ''),
      name_en      text NOT NULL CHECK (name_en <> ''),
      picture      text NOT NULL,
      price_points bigint NOT NULL CHECK (price_points >= 0),
      created_at   timestamptz NOT NULL
    )`.execute(db)
  await sql`
    CREATE TABLE gift_stock (
      place_id uuid NOT NULL REFERENCES places (id),
      gift_id  uuid NOT NULL REFERENCES gifts (id),
      bucket   smallint NOT NULL CHECK (bucket BETWEEN 0 AND 15),
      on_hand  integer NOT NULL CHECK (on_hand >= 0),
      PRIMARY KEY (place_id, gift_id, bucket)
    )`.execute(db)
  await sql`
    CREATE TABLE gift_movements (
      id          uuid PRIMARY KEY,
      place_id    uuid NOT NULL REFERENCES places (id),
      gift_id     uuid NOT NULL REFERENCES gifts (id),
      quantity    integer NOT NULL CHECK (quantity <> 0),
      reason      text NOT NULL CHECK (reason IN ('received', 'moved-in', 'moved-out', 'enrolment', 'held', 'put-back', 'counted')),
      reference   text NOT NULL,
      recorded_by text NOT NULL,
      recorded_at timestamptz NOT NULL
    )`.execute(db)
  await sql`CREATE INDEX gift_movements_by_place ON gift_movements (place_id, gift_id, recorded_at)`.execute(
    db,
  )
  await sql`
    CREATE TRIGGER gift_movements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON gift_movements
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`.execute(db)
  await sql`
    CREATE TABLE redemptions (
      member_id    uuid NOT NULL REFERENCES members (id),
      id           uuid NOT NULL,
      gift_id      uuid NOT NULL REFERENCES gifts (id),
      place_id     uuid NOT NULL REFERENCES places (id),
      kiosk_id     uuid NOT NULL REFERENCES kiosks (id),
      bucket       smallint NOT NULL,
      points       bigint NOT NULL CHECK (points >= 0),
      state        text NOT NULL CHECK (state IN ('held', 'settled', 'void', 'expired')),
      pick_up_code char(6) NOT NULL,
      held_at      timestamptz NOT NULL,
      expires_at   timestamptz NOT NULL,
      ended_at     timestamptz,
      handed_by    uuid REFERENCES staff (id),
      PRIMARY KEY (id),
      CHECK ((state = 'held') = (ended_at IS NULL)),
      CHECK ((state = 'settled') = (handed_by IS NOT NULL))
    )`.execute(db)
  await sql`CREATE UNIQUE INDEX redemptions_one_open_code ON redemptions (place_id, pick_up_code) WHERE state = 'held'`.execute(
    db,
  )
  await sql`CREATE INDEX redemptions_to_expire ON redemptions (expires_at) WHERE state = 'held'`.execute(db)
  await sql`CREATE INDEX redemptions_by_member ON redemptions (member_id, held_at)`.execute(db)
  await sql`
    CREATE TABLE member_sessions (
      id          uuid PRIMARY KEY,
      kiosk_id    uuid NOT NULL REFERENCES kiosks (id),
      member_id   uuid NOT NULL REFERENCES members (id),
      card_number char(16) NOT NULL REFERENCES cards (card_number),
      means       text NOT NULL CHECK (means IN ('tap', 'swipe', 'scan')),
      proven_at   timestamptz,
      started_at  timestamptz NOT NULL,
      seen_at     timestamptz NOT NULL,
      ended_at    timestamptz
    )`.execute(db)
  await sql`CREATE UNIQUE INDEX member_sessions_one_per_kiosk ON member_sessions (kiosk_id) WHERE ended_at IS NULL`.execute(
    db,
  )
}
