import { sql, type Kysely } from 'kysely'

/** What is printed on cards beside their number: face values, what badges say of somebody; sealed, one writing for many. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`
    CREATE TABLE card_words (
      id         uuid PRIMARY KEY,
      batch_id   uuid NOT NULL REFERENCES batches (id),
      sealed     bytea NOT NULL,
      written_by uuid NOT NULL REFERENCES staff (id),
      written_at timestamptz NOT NULL
    )`)
  await run(`
    CREATE TABLE worded_cards (
      card_number text PRIMARY KEY REFERENCES cards (card_number),
      words_id    uuid NOT NULL REFERENCES card_words (id)
    )`)
  await run(`CREATE INDEX worded_cards_by_words ON worded_cards (words_id)`)
}
