import { sql, type Kysely } from 'kysely'

/**
 * Points beside purchases: who brought whom, activities, birthdays, shares, and what expires soon; complaints, which
 * merit counts; levels that wait for a second person.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)

  await run(`
    CREATE TABLE referral_codes (
      code      text PRIMARY KEY,
      member_id uuid NOT NULL UNIQUE REFERENCES members (id)
    )`)
  await run(`
    CREATE TABLE introductions (
      friend_id         uuid PRIMARY KEY REFERENCES members (id),
      introducer_id     uuid NOT NULL REFERENCES members (id),
      introduced_at     timestamptz NOT NULL,
      purchase_id       uuid UNIQUE,
      paid_year         smallint,
      introducer_points bigint NOT NULL DEFAULT 0 CHECK (introducer_points >= 0),
      friend_points     bigint NOT NULL DEFAULT 0 CHECK (friend_points >= 0),
      CHECK (friend_id <> introducer_id),
      CHECK ((purchase_id IS NULL) = (paid_year IS NULL)),
      CHECK (purchase_id IS NOT NULL OR introducer_points + friend_points = 0)
    )`)
  await run(`CREATE INDEX introductions_by_introducer ON introductions (introducer_id, paid_year)`)

  await run(`
    CREATE TABLE activities (
      id           uuid PRIMARY KEY,
      programme_id uuid NOT NULL REFERENCES programmes (id),
      code         text NOT NULL,
      name_zh      text NOT NULL,
      name_en      text NOT NULL,
      from_day     date NOT NULL,
      until_day    date NOT NULL,
      state        text NOT NULL CHECK (state IN ('open', 'closed')),
      opened_by    uuid NOT NULL REFERENCES staff (id),
      opened_at    timestamptz NOT NULL,
      CHECK (until_day >= from_day)
    )`)
  await run(`
    CREATE TABLE activity_check_ins (
      activity_id   uuid NOT NULL REFERENCES activities (id),
      member_id     uuid NOT NULL REFERENCES members (id),
      card_number   char(16) NOT NULL REFERENCES cards (card_number),
      points        bigint NOT NULL CHECK (points >= 0),
      checked_in_at timestamptz NOT NULL,
      PRIMARY KEY (activity_id, member_id)
    )`)

  await run(`ALTER TABLE member_identities ADD birthday_index bytea`)
  await run(`CREATE INDEX member_identities_by_birthday ON member_identities (birthday_index)`)
  await run(`
    CREATE INDEX member_identities_unindexed_birthdays ON member_identities (member_id)
     WHERE sealed_birthday IS NOT NULL AND birthday_index IS NULL`)
  await run(`
    CREATE TABLE birthday_gifts (
      member_id uuid NOT NULL REFERENCES members (id),
      year      smallint NOT NULL,
      points    bigint NOT NULL CHECK (points > 0),
      given_at  timestamptz NOT NULL,
      PRIMARY KEY (member_id, year)
    )`)
  await run(`
    CREATE TABLE expiry_reminders (
      member_id   uuid NOT NULL REFERENCES members (id),
      month       char(7) NOT NULL,
      points      bigint NOT NULL CHECK (points > 0),
      reminded_at timestamptz NOT NULL,
      PRIMARY KEY (member_id, month)
    )`)

  await run(`
    CREATE TABLE shares (
      id           uuid PRIMARY KEY,
      member_id    uuid NOT NULL REFERENCES members (id),
      day          date NOT NULL,
      opened_count integer NOT NULL DEFAULT 0 CHECK (opened_count >= 0),
      points       bigint NOT NULL DEFAULT 0 CHECK (points >= 0),
      UNIQUE (member_id, day)
    )`)
  await run(`
    CREATE TABLE share_opens (
      share_id  uuid NOT NULL REFERENCES shares (id),
      visitor   bytea NOT NULL,
      network   bytea NOT NULL,
      opened_on date NOT NULL,
      PRIMARY KEY (share_id, visitor)
    )`)
  await run(`CREATE INDEX share_opens_by_network ON share_opens (share_id, network)`)
  await run(`
    CREATE TABLE share_points (
      member_id uuid NOT NULL,
      month     char(7) NOT NULL,
      share_id  uuid NOT NULL REFERENCES shares (id),
      points    bigint NOT NULL CHECK (points > 0),
      PRIMARY KEY (member_id, month, share_id)
    )`)

  await run(`
    CREATE TABLE complaints (
      member_id   uuid NOT NULL REFERENCES members (id),
      id          uuid NOT NULL UNIQUE,
      kind        text NOT NULL CHECK (kind IN ('service', 'goods', 'points', 'other')),
      sealed_text bytea NOT NULL,
      noted_by    uuid NOT NULL REFERENCES staff (id),
      noted_at    timestamptz NOT NULL,
      sealed_answer bytea,
      answered_by uuid REFERENCES staff (id),
      answered_at timestamptz,
      PRIMARY KEY (member_id, id),
      CHECK ((answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (sealed_answer IS NULL))
    )`)
  await run(`CREATE INDEX complaints_by_moment ON complaints (member_id, noted_at)`)

  await run(`
    CREATE TABLE level_gifts (
      id              uuid PRIMARY KEY,
      member_id       uuid NOT NULL REFERENCES members (id),
      level           text NOT NULL,
      reason          text NOT NULL CHECK (reason <> ''),
      state           text NOT NULL CHECK (state IN ('requested', 'approved', 'refused')),
      within_limit    boolean NOT NULL,
      requested_by    uuid NOT NULL REFERENCES staff (id),
      requested_at    timestamptz NOT NULL,
      decided_by      uuid REFERENCES staff (id),
      decided_at      timestamptz,
      decision_reason text NOT NULL DEFAULT '',
      CHECK ((state = 'requested') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
      CHECK (state <> 'approved' OR within_limit OR decided_by <> requested_by OR decision_reason <> '')
    )`)
  await run(`CREATE UNIQUE INDEX level_gifts_one_waits ON level_gifts (member_id) WHERE state = 'requested'`)
  await run(`CREATE INDEX level_gifts_by_giver ON level_gifts (requested_by, requested_at)`)
}
