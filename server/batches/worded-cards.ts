import { sql } from 'kysely'
import type { KeyService } from '../keys/index.ts'
import type { Db, Tx } from '../platform/database.ts'

export type Words = Record<string, string>

interface CardWordsTable {
  id: string
  batch_id: string
  sealed: Uint8Array
  written_by: string
  written_at: Date
}

interface WordedCardTable {
  card_number: string
  words_id: string
}

declare module '../platform/database.ts' {
  interface Database {
    card_words: CardWordsTable
    worded_cards: WordedCardTable
  }
}

const contextOf = (id: string): string => `card-words:${id}`

interface NewWords {
  id: string
  batchId: string
  words: Words
  writtenBy: string
  writtenAt: Date
}

/** Keeps words that cards will say; a badge's are somebody's, so they lie sealed. */
export async function keepWords(
  tx: Tx,
  keys: KeyService,
  { id, batchId, words, writtenBy, writtenAt }: NewWords,
): Promise<void> {
  const sealed = keys.sealForSystem(JSON.stringify(words), contextOf(id))
  await tx
    .insertInto('card_words')
    .values({ id, batch_id: batchId, sealed, written_by: writtenBy, written_at: writtenAt })
    .execute()
}

/** Lets the cards of a range say these words, but those that are printed or told to be. @returns their numbers in order */
export async function giveWords(
  tx: Tx,
  { id, batchId, from, to }: { id: string; batchId: string; from: number; to: number },
): Promise<string[]> {
  const { rows } = await sql<{ card_number: string }>`
    WITH free AS (
      SELECT c.card_number, c.position
        FROM cards c
       WHERE c.batch_id = ${batchId} AND c.position BETWEEN ${from} AND ${to}
         AND c.state IN ('numbered', 'encoding', 'encoded')
         AND NOT EXISTS (
           SELECT FROM batch_prints p
            WHERE p.batch_id = c.batch_id AND c.position BETWEEN p.first_position AND p.last_position)
         AND NOT EXISTS (
           SELECT FROM print_job_cards j WHERE j.card_number = c.card_number AND j.state <> 'left-out')),
    given AS (
      INSERT INTO worded_cards (card_number, words_id)
      SELECT card_number, ${id}::uuid FROM free
          ON CONFLICT (card_number) DO UPDATE SET words_id = excluded.words_id)
    SELECT card_number FROM free ORDER BY position`.execute(tx)
  return rows.map((row) => row.card_number)
}

/** Opens what one card after another says; many say the same, which is opened once. */
export function wordsReader(db: Db | Tx, keys: KeyService): (cardNumber: string) => Promise<Words> {
  let last: { id: string; words: Words } | undefined
  return async (cardNumber) => {
    const row = await db
      .selectFrom('worded_cards as c')
      .innerJoin('card_words as w', 'w.id', 'c.words_id')
      .select(['w.id', 'w.sealed'])
      .where('c.card_number', '=', cardNumber)
      .executeTakeFirst()
    if (!row) return {}
    if (last?.id !== row.id) last = { id: row.id, words: openWords(keys, row) }
    return last.words
  }
}

const openWords = (keys: KeyService, { id, sealed }: { id: string; sealed: Uint8Array }): Words =>
  JSON.parse(keys.openForSystem(sealed, contextOf(id))) as Words

const WRITINGS_SHOWN = 50

/** What cards of a batch say, newest first. */
export async function listWords(db: Db, keys: KeyService, batchId: string) {
  const { rows } = await sql<{
    id: string
    sealed: Uint8Array
    written_at: Date
    first: number
    last: number
    cards: number
  }>`
    SELECT w.id, w.sealed, w.written_at, min(c.position) AS first, max(c.position) AS last, count(*)::integer AS cards
      FROM card_words w
      JOIN worded_cards s ON s.words_id = w.id
      JOIN cards c ON c.card_number = s.card_number AND c.state <> 'spoiled'
     WHERE w.batch_id = ${batchId}
     GROUP BY w.id
     ORDER BY w.written_at DESC, w.id
     LIMIT ${WRITINGS_SHOWN}`.execute(db)
  return rows.map(({ id, sealed, written_at: writtenAt, first, last, cards }) => ({
    id,
    first,
    last,
    cards,
    words: openWords(keys, { id, sealed }),
    writtenAt: writtenAt.toISOString(),
  }))
}

/** The number that comes in for a dead one says the same. */
export async function passWordsOn(tx: Tx, { from, to }: { from: string; to: string }): Promise<void> {
  await sql`
    INSERT INTO worded_cards (card_number, words_id)
    SELECT ${to}, words_id FROM worded_cards WHERE card_number = ${from}`.execute(tx)
}
