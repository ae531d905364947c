import { sql, type Kysely } from 'kysely'

/** Enrolment drives: days, booths, team, shifts, enrolments, and the evening count of each booth. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE drives (
      id              uuid PRIMARY KEY,
      name            text NOT NULL CHECK (name <> ''),
      programme_id    uuid NOT NULL REFERENCES programmes (id),
      consent_version text NOT NULL REFERENCES consent_texts (version),
      target          integer NOT NULL CHECK (target > 0),
      created_at      timestamptz NOT NULL
    )`.execute(db)
  await sql`
    CREATE TABLE drive_days (
      drive_id  uuid NOT NULL REFERENCES drives (id),
      day       date NOT NULL,
      opens_at  time NOT NULL,
      closes_at time NOT NULL,
      PRIMARY KEY (drive_id, day),
      CHECK (opens_at < closes_at)
    )`.execute(db)
  await sql`
    CREATE TABLE drive_sources (
      drive_id uuid NOT NULL REFERENCES drives (id),
      code     text NOT NULL CHECK (code <> ''),
      name_zh  text NOT NULL,
      name_en  text NOT NULL,
      PRIMARY KEY (drive_id, code)
    )`.execute(db)
  await sql`
    CREATE TABLE drive_gifts (
      drive_id uuid NOT NULL REFERENCES drives (id),
      gift_id  uuid NOT NULL REFERENCES gifts (id),
      PRIMARY KEY (drive_id, gift_id)
    )`.execute(db)
  await sql`
    CREATE TABLE drive_team (
      drive_id uuid NOT NULL REFERENCES drives (id),
      staff_id uuid NOT NULL REFERENCES staff (id),
      PRIMARY KEY (drive_id, staff_id)
    )`.execute(db)
  await sql`
    CREATE TABLE booths (
      id          uuid PRIMARY KEY,
      drive_id    uuid NOT NULL REFERENCES drives (id),
      place_id    uuid NOT NULL REFERENCES places (id),
      name        text NOT NULL CHECK (name <> ''),
      station_id  uuid REFERENCES stations (id),
      reader_name text,
      stripe_name text,
      UNIQUE (drive_id, place_id)
    )`.execute(db)
  await sql`CREATE INDEX booths_by_station ON booths (station_id) WHERE station_id IS NOT NULL`.execute(db)
  await sql`
    CREATE TABLE shifts (
      id        uuid PRIMARY KEY,
      booth_id  uuid NOT NULL REFERENCES booths (id),
      staff_id  uuid NOT NULL REFERENCES staff (id),
      opened_at timestamptz NOT NULL,
      closed_at timestamptz
    )`.execute(db)
  await sql`CREATE UNIQUE INDEX shifts_one_open_per_person ON shifts (staff_id) WHERE closed_at IS NULL`.execute(
    db,
  )
  await sql`
    CREATE TABLE booth_readings (
      id          uuid PRIMARY KEY,
      booth_id    uuid NOT NULL REFERENCES booths (id),
      card_number char(16) NOT NULL REFERENCES cards (card_number),
      level       text NOT NULL,
      means       text NOT NULL CHECK (means IN ('tap', 'swipe')),
      read_at     timestamptz NOT NULL,
      used_at     timestamptz
    )`.execute(db)
  await sql`
    CREATE TABLE enrolments (
      id              uuid PRIMARY KEY,
      drive_id        uuid NOT NULL REFERENCES drives (id),
      booth_id        uuid NOT NULL REFERENCES booths (id),
      shift_id        uuid NOT NULL REFERENCES shifts (id),
      member_id       uuid NOT NULL REFERENCES members (id),
      card_number     char(16) NOT NULL UNIQUE REFERENCES cards (card_number),
      gift_id         uuid REFERENCES gifts (id),
      source_code     text NOT NULL,
      outcome         text NOT NULL CHECK (outcome IN ('new-member', 'known-member')),
      handed_by_means text NOT NULL CHECK (handed_by_means IN ('tap', 'swipe', 'scan', 'typed')),
      welcome_points  bigint NOT NULL CHECK (welcome_points >= 0),
      enrolled_at     timestamptz NOT NULL,
      FOREIGN KEY (drive_id, source_code) REFERENCES drive_sources (drive_id, code),
      CHECK (outcome = 'new-member' OR gift_id IS NULL)
    )`.execute(db)
  await sql`CREATE INDEX enrolments_by_booth ON enrolments (booth_id, enrolled_at)`.execute(db)
  await sql`CREATE INDEX enrolments_by_drive ON enrolments (drive_id, enrolled_at)`.execute(db)
  await sql`
    CREATE TABLE booth_counts (
      id         uuid PRIMARY KEY,
      booth_id   uuid NOT NULL REFERENCES booths (id),
      day        date NOT NULL,
      counted_by uuid NOT NULL REFERENCES staff (id),
      counted_at timestamptz NOT NULL,
      signed_by  uuid REFERENCES staff (id),
      signed_at  timestamptz,
      UNIQUE (booth_id, day),
      CHECK (signed_by IS NULL OR signed_by <> counted_by),
      CHECK ((signed_by IS NULL) = (signed_at IS NULL))
    )`.execute(db)
  await sql`
    CREATE TABLE booth_count_lines (
      count_id uuid NOT NULL REFERENCES booth_counts (id),
      item     text NOT NULL,
      gift_id  uuid REFERENCES gifts (id),
      expected integer NOT NULL,
      counted  integer NOT NULL CHECK (counted >= 0),
      reason   text NOT NULL DEFAULT '',
      PRIMARY KEY (count_id, item),
      CHECK ((item = 'cards') = (gift_id IS NULL)),
      CHECK (expected = counted OR reason <> '')
    )`.execute(db)
}
