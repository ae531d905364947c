import { sql } from 'kysely'
import { minutesAfter } from './clock.ts'
import type { Db, Tx } from './database.ts'

const MOST_WRONG = 20
const WITHIN_MINUTES = 15

/**
 * Whether so many wrong codes were tried lately that no further one is looked at. `guesser` names who or what they are
 * counted of, and for what, e.g. `pick-up/place:0190…`.
 */
export async function hasGuessedTooMuch(
  db: Db | Tx,
  { guesser, now, most = MOST_WRONG }: { guesser: string; now: Date; most?: number },
): Promise<boolean> {
  const row = await db
    .selectFrom('wrong_guesses')
    .select(['wrong', 'since'])
    .where('guesser', '=', guesser)
    .executeTakeFirst()
  return row !== undefined && row.wrong >= most && row.since > minutesAfter(now, -WITHIN_MINUTES)
}

export async function countWrongGuess(
  db: Db | Tx,
  { guesser, now }: { guesser: string; now: Date },
): Promise<void> {
  const isOver = sql`wrong_guesses.since <= ${minutesAfter(now, -WITHIN_MINUTES)}`
  await sql`
    INSERT INTO wrong_guesses (guesser, wrong, since) VALUES (${guesser}, 1, ${now})
      ON CONFLICT (guesser) DO UPDATE SET
        wrong = CASE WHEN ${isOver} THEN 1 ELSE wrong_guesses.wrong + 1 END,
        since = CASE WHEN ${isOver} THEN excluded.since ELSE wrong_guesses.since END`.execute(db)
}
