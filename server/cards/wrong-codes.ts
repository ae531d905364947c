import { sql } from 'kysely'
import { minutesAfter } from '../platform/clock.ts'
import type { Work } from '../platform/work.ts'
import { raiseAlert } from './alerts.ts'
import { cardRules } from './card-rules.ts'

/**
 * Counts a wrong PIN, one-time code or security code against the card that it was tried with; too many freeze the card.
 * Call it where the refusal keeps its effects. A number that is no card's is passed over.
 */
export async function noteWrongCode(work: Work, cardNumber: string): Promise<void> {
  const { wrongCodes, wrongCodesMinutes } = (await cardRules(work.tx)).rules
  const since = minutesAfter(work.now, -wrongCodesMinutes)
  const counted = await sql<{ count: number; since: Date }>`
    INSERT INTO card_wrong_codes AS w (card_number, count, since)
    SELECT card_number, 1, ${work.now}::timestamptz FROM cards WHERE card_number = ${cardNumber}
    ON CONFLICT (card_number) DO UPDATE SET
      count = CASE WHEN w.since <= ${since} THEN 1 ELSE w.count + 1 END,
      since = CASE WHEN w.since <= ${since} THEN ${work.now}::timestamptz ELSE w.since END
    RETURNING count, since`.execute(work.tx)
  const [row] = counted.rows
  if (!row || row.count % wrongCodes !== 0) return
  const evidence = { count: row.count, since: row.since.toISOString(), until: work.now.toISOString() }
  await raiseAlert(work, { cardNumber, kind: 'wrong-codes', evidence, mayFreeze: true })
}
