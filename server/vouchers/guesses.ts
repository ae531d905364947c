import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { minutesAfter } from '../platform/clock.ts'

const WRONG_CODES = 20
const WITHIN_MINUTES = 15

/** Whether somebody has sent so many wrong codes lately that no further one is looked at. */
export async function hasGuessedTooMuch(db: Db | Tx, guesser: string, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('voucher_guesses')
    .select(['wrong', 'since'])
    .where('guesser', '=', guesser)
    .executeTakeFirst()
  return row !== undefined && row.wrong >= WRONG_CODES && row.since > minutesAfter(now, -WITHIN_MINUTES)
}

export async function countWrongCode(db: Db | Tx, guesser: string, now: Date): Promise<void> {
  const isOver = sql`voucher_guesses.since <= ${minutesAfter(now, -WITHIN_MINUTES)}`
  await sql`
    INSERT INTO voucher_guesses (guesser, wrong, since) VALUES (${guesser}, 1, ${now})
      ON CONFLICT (guesser) DO UPDATE SET
        wrong = CASE WHEN ${isOver} THEN 1 ELSE voucher_guesses.wrong + 1 END,
        since = CASE WHEN ${isOver} THEN excluded.since ELSE voucher_guesses.since END`.execute(db)
}
