import { sql, type Kysely } from 'kysely'

/** Cards that are printed for one member, with what they show of them, and are given to nobody else. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE named_cards (
      card_number text PRIMARY KEY REFERENCES cards (card_number),
      member_id   uuid NOT NULL REFERENCES members (id),
      named_by    uuid NOT NULL REFERENCES staff (id),
      named_at    timestamptz NOT NULL
    )`.execute(db)
  await sql`CREATE INDEX named_cards_by_member ON named_cards (member_id)`.execute(db)
}
