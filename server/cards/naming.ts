import { sql } from 'kysely'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findCard, type KnownCard } from './queries.ts'

interface NamedCardTable {
  card_number: string
  /** whose name, photo and signature it shows */
  member_id: string
  named_by: string
  named_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    named_cards: NamedCardTable
  }
}

export const NAME_REFUSALS = [
  'card-number-unknown',
  'card-not-ready',
  'card-other-level',
  'card-printed',
] as const

/** The member as far as a card is concerned. */
interface Holder {
  id: string
  programmeId: string
  level: string
}

/**
 * Says whose card a number becomes, before it is printed; the latest word counts. Refuses in the order of `NAME_REFUSALS`.
 */
export async function nameCard(
  work: Work,
  { cardNumber, holder }: { cardNumber: string; holder: Holder },
): Promise<Result<{ cardNumber: string }, (typeof NAME_REFUSALS)[number]>> {
  const { tx, now } = work
  const card = await lockedCard(tx, cardNumber)
  if (!card) return refuse('card-number-unknown')
  if (card.state !== 'numbered') return refuse('card-not-ready')
  if (card.programmeId !== holder.programmeId || card.level !== holder.level)
    return refuse('card-other-level', { level: card.level })
  if (await isToldToPrint(tx, card)) return refuse('card-printed')
  const said = { member_id: holder.id, named_by: staffOf(work.actor), named_at: now }
  await tx
    .insertInto('named_cards')
    .values({ card_number: cardNumber, ...said })
    .onConflict((conflict) => conflict.column('card_number').doUpdateSet(said))
    .execute()
  await audit(work, { action: 'card.named', subject: `card:${cardNumber}`, details: { memberId: holder.id } })
  return accept({ cardNumber })
}

/** Held against print jobs: whoever is ordering one with this number is waited for, or waits. */
async function lockedCard(tx: Tx, cardNumber: string): Promise<KnownCard | undefined> {
  await sql`SELECT FROM cards WHERE card_number = ${cardNumber} FOR UPDATE`.execute(tx)
  return findCard(tx, cardNumber)
}

/** In a file or a job, too: what is drawn already would show another member than the one who may get the card. */
async function isToldToPrint(tx: Tx, { cardNumber, batchId, position }: KnownCard): Promise<boolean> {
  const result = await sql<{ told: boolean }>`
    SELECT EXISTS (SELECT FROM batch_prints WHERE batch_id = ${batchId}
                      AND ${position} BETWEEN first_position AND last_position)
        OR EXISTS (SELECT FROM print_job_cards WHERE card_number = ${cardNumber} AND state <> 'left-out')
        AS told`.execute(tx)
  return result.rows[0]?.told === true
}

/** The number that comes in for a dead one is meant for the same member; nothing where it was meant for nobody. */
export async function passNameOn(
  { tx, now }: Work,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await sql`INSERT INTO named_cards (card_number, member_id, named_by, named_at)
            SELECT ${to}, member_id, named_by, ${now} FROM named_cards WHERE card_number = ${from}`.execute(
    tx,
  )
}

/** Whose card it is meant to be; undefined for one that anybody may get. */
export async function holderOf(db: Db | Tx, cardNumber: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('named_cards')
    .select('member_id')
    .where('card_number', '=', cardNumber)
    .executeTakeFirst()
  return row?.member_id
}

/** Which of these numbers are meant for somebody. */
export async function namedAmong(db: Db | Tx, cardNumbers: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ card_number: string }>`
    SELECT card_number FROM named_cards WHERE card_number = ANY (${cardNumbers}::text[])`.execute(db)
  return new Set(rows.map((row) => row.card_number))
}

/** The cards that were meant for a member, in the order in which that was said. */
export async function cardsNamedFor(db: Db | Tx, memberId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('named_cards')
    .select('card_number')
    .where('member_id', '=', memberId)
    .orderBy('named_at')
    .execute()
  return rows.map((row) => row.card_number)
}
