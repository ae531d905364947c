import { sql, type Kysely } from 'kysely'

/** How many blanks of a batch are free, beside its books, which grow with every card. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE batches ADD free_blanks integer NOT NULL DEFAULT 0 CHECK (free_blanks >= 0)`.execute(
    db,
  )
  // A spoiled card's blank counts once, also when it was issued before.
  await sql`
    UPDATE batches b SET free_blanks = greatest(0,
        (SELECT coalesce(sum(CASE kind WHEN 'received' THEN quantity ELSE -quantity END), 0) FROM blank_movements m
          WHERE m.batch_id = b.id AND NOT (m.kind = 'issued' AND EXISTS (
            SELECT FROM blank_movements s WHERE s.card_number = m.card_number AND s.kind = 'spoiled')))
      - (SELECT count(*) FROM cards c WHERE c.batch_id = b.id AND c.state = 'encoding'))`.execute(db)
}
