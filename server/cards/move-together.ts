import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import type { Work } from '../platform/work.ts'
import { movedFact } from './move.ts'
import type { CardState } from './schema.ts'

export interface BegunCard {
  cardNumber: string
  position: number
  uid: string
}

/**
 * Binds those of these chips that have no number yet to the next numbers of a batch, in the order of `uids`: `most` of
 * them, and fewer where no more numbers wait. The batch must be locked.
 */
export async function beginCards(
  work: Work,
  { batchId, uids, most }: { batchId: string; uids: readonly string[]; most: number },
): Promise<BegunCard[]> {
  const { rows } = await sql<BegunCard>`
    UPDATE cards
       SET state = 'encoding', previous_state = state, state_since = ${work.now}, suspended_because = NULL,
           nfc_uid = chip.uid
      FROM (SELECT card_number AS next_number, row_number() OVER (ORDER BY position) AS place
              FROM cards WHERE batch_id = ${batchId} AND state = 'numbered'
             ORDER BY position LIMIT ${Math.min(most, uids.length)}) next
      JOIN (SELECT uid, row_number() OVER (ORDER BY place) AS place
              FROM unnest(${uids}::text[]) WITH ORDINALITY AS laid (uid, place)
             WHERE NOT EXISTS (SELECT FROM cards WHERE nfc_uid = laid.uid)) chip USING (place)
     WHERE card_number = next_number AND state = 'numbered'
    RETURNING card_number AS "cardNumber", position, nfc_uid AS uid`.execute(work.tx)
  await writeDown(work, rows, 'encoding')
  return rows
}

interface EncodedCard {
  cardNumber: string
  sunCounter: number
  stripeWritten: boolean
}

/** Cards that were being encoded are encoded. @returns the numbers of those that were */
export async function finishCards(work: Work, cards: readonly EncodedCard[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ cardNumber: string }>`
    UPDATE cards
       SET state = 'encoded', previous_state = state, state_since = ${work.now}, suspended_because = NULL,
           sun_counter = made.sun_counter, stripe_written = made.stripe_written
      FROM unnest(${cards.map((card) => card.cardNumber)}::bpchar[], ${cards.map((card) => card.sunCounter)}::integer[],
                  ${cards.map((card) => card.stripeWritten)}::boolean[]) AS made (number, sun_counter, stripe_written)
     WHERE card_number = made.number AND state = 'encoding'
    RETURNING card_number AS "cardNumber"`.execute(work.tx)
  await writeDown(work, rows, 'encoded')
  return new Set(rows.map(({ cardNumber }) => cardNumber))
}

async function writeDown(
  work: Work,
  cards: readonly { cardNumber: string }[],
  state: CardState,
): Promise<void> {
  const [first, ...others] = cards.map(({ cardNumber }) => movedFact(cardNumber, state))
  if (first) await audit(work, first, ...others)
}
