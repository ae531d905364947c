import { sql } from 'kysely'
import { auditAll } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Work } from '../platform/work.ts'
import { isOutOfDate, type HandOver } from './life.ts'
import { movedFact } from './move.ts'
import { namedAmong } from './naming.ts'
import { findCards, type KnownCard } from './queries.ts'

/**
 * Of cards that lie at places by the books, those that `handOverCard` would give to a stranger there as things stand; no
 * box of which a card lies at a place is sealed. In the order of the asks, undefined for the others.
 */
export async function cardsToGive(
  db: Db | Tx,
  asked: readonly { cardNumber: string; placeId: string; now: Date }[],
): Promise<(KnownCard | undefined)[]> {
  if (asked.length === 0) return []
  const cardNumbers = asked.map(({ cardNumber }) => cardNumber)
  const known = await findCards(db, cardNumbers)
  const named = await namedAmong(db, cardNumbers)
  return asked.map(({ cardNumber, placeId, now }) => {
    const card = known.get(cardNumber)
    if (card?.state !== 'encoded' || card.placeId !== placeId || card.transferId !== null) return undefined
    return isOutOfDate({ now }, card) || named.has(cardNumber) ? undefined : card
  })
}

/**
 * Gives cards of `cardsToGive` to strangers, for works that share a transaction, and waits for nobody.
 * @returns false when one of them is no longer free, or another transaction has it: what was written must go
 */
export async function handOverCards(
  given: readonly (Omit<HandOver, 'placeId' | 'sharesBalance'> & { work: Work; placeId: string })[],
): Promise<boolean> {
  const [first] = given
  if (!first) return true
  const { rows } = await sql<{ card_number: string }>`
    WITH free AS (
      SELECT card_number AS number, given.member_id AS holder, given.now
        FROM unnest(${given.map(({ cardNumber }) => cardNumber)}::char(16)[], ${given.map(({ placeId }) => placeId)}::uuid[],
                    ${given.map(({ memberId }) => memberId)}::uuid[], ${given.map(({ work }) => work.now)}::timestamptz[])
             given (number, place_id, member_id, now)
        JOIN cards ON card_number = given.number
       WHERE cards.state = 'encoded' AND cards.place_id = given.place_id AND cards.transfer_id IS NULL
         FOR UPDATE OF cards SKIP LOCKED)
    UPDATE cards
       SET state = 'active', previous_state = state, state_since = free.now, suspended_because = NULL,
           member_id = free.holder, shares_balance = true
      FROM free WHERE card_number = free.number
    RETURNING card_number`.execute(first.work.tx)
  if (rows.length < given.length) return false
  await auditAll(given.map(({ work, cardNumber }) => ({ work, fact: movedFact(cardNumber, 'active') })))
  return true
}
