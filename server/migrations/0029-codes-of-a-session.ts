import { sql, type Kysely } from 'kysely'

/**
 * A one-time code that was asked for without a tap is good in that session at that kiosk only. Such codes are counted apart:
 * whoever shows a picture of a card takes nothing from its holder, who taps.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE one_time_codes
      ADD session_id uuid REFERENCES member_sessions (id),
      ADD kiosk_id   uuid REFERENCES kiosks (id),
      DROP CONSTRAINT one_time_codes_purpose_check,
      ADD CHECK (purpose IN ('set-pin', 'claim-account', 'spend-points')),
      ADD CHECK ((session_id IS NULL) = (kiosk_id IS NULL)),
      ADD CHECK (CASE purpose WHEN 'set-pin' THEN session_id IS NULL
                              WHEN 'spend-points' THEN session_id IS NOT NULL ELSE true END)`.execute(db)
  await sql`DROP INDEX one_time_codes_by_member`.execute(db)
  await sql`CREATE INDEX one_time_codes_by_member ON one_time_codes (member_id, created_at)`.execute(db)
}
