import { DesignError } from '../../card-designs/engine/design-error.ts'
import { findFormat } from '../../card-designs/engine/data-formats.ts'
import { designOf } from '../designs/index.ts'
import type { KeyService } from '../keys/index.ts'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Db } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import type { CardField, CardWords, NewCardWords } from './card-words-schema.ts'
import { orderedWith, renderCards } from './printing.ts'
import { findBatch, lockBatch } from './queries.ts'
import { isBeforeNumbers } from './state.ts'
import type { BatchRow } from './table.ts'
import { fieldsToWrite } from './word-fields.ts'
import { giveWords, keepWords, listWords, type Words } from './worded-cards.ts'

/** What cards of a batch say beside their numbers, and what of it is still to be written. Refuses with `batch-unknown`. */
export async function readCardWords(
  { db, keys }: { db: Db; keys: KeyService },
  batchId: string,
): Promise<Result<CardWords, 'batch-unknown'>> {
  const batch = await findBatch(db, batchId)
  if (!batch) return refuse('batch-unknown')
  const fields = fieldsToWrite(await designOf(db, orderedWith(batch)))
  return accept({ fields, written: fields.length === 0 ? [] : await listWords(db, keys, batchId) })
}

/** Whether the design of a batch shows what somebody must write. */
export const asksForWords = async (db: Db, batch: BatchRow): Promise<boolean> =>
  fieldsToWrite(await designOf(db, orderedWith(batch))).length > 0

export const WORDS_REFUSALS = [
  'batch-unknown',
  'batch-not-in-state',
  'card-field-unknown',
  'card-words-wrong',
  'cards-all-printed',
  'card-words-unfit',
] as const

/**
 * Writes what cards say that are not printed yet, in place of what was written before. The first of them is drawn, so that
 * what cannot be printed is said here and not at the printer. Refuses in the order of `WORDS_REFUSALS`.
 */
export async function writeCardWords(
  work: Work,
  keys: KeyService,
  { batchId, from, to, words }: NewCardWords & { batchId: string },
): Promise<Result<{ cards: number }, (typeof WORDS_REFUSALS)[number]>> {
  const { tx, now: writtenAt } = work
  // Held as print jobs hold it: none takes these cards meanwhile.
  const batch = await lockBatch(tx, batchId)
  if (!batch) return refuse('batch-unknown')
  if (isBeforeNumbers(batch.state) || batch.state === 'closed')
    return refuse('batch-not-in-state', { state: batch.state })
  const fault = faultOf(words, fieldsToWrite(await designOf(tx, orderedWith(batch))))
  if (fault) return refuse(fault)
  const id = derivedId(work.id, 'card-words')
  await keepWords(tx, keys, { id, batchId, words, writtenBy: staffOf(work.actor), writtenAt })
  const cardNumbers = await giveWords(tx, { id, batchId, from, to })
  const [first] = cardNumbers
  if (first === undefined) return refuse('cards-all-printed')
  if (!(await isPrintable(work, keys, { batch, cardNumber: first }))) return refuse('card-words-unfit')
  const cards = cardNumbers.length
  await audit(work, {
    action: 'batch.cards-worded',
    subject: `batch:${batchId}`,
    details: { from, to, cards, fields: Object.keys(words).toSorted().join(',') },
  })
  return accept({ cards })
}

function faultOf(words: Words, fields: CardField[]): 'card-field-unknown' | 'card-words-wrong' | undefined {
  for (const [field, value] of Object.entries(words)) {
    const known = fields.find((one) => one.field === field)
    if (!known) return 'card-field-unknown'
    if (known.format !== null && findFormat(known.format)?.(value, 'zh-CN') === undefined)
      return 'card-words-wrong'
  }
  return undefined
}

/** What only a member brings may be missing: a card becomes somebody's later. */
async function isPrintable(
  { tx }: Work,
  keys: KeyService,
  { batch, cardNumber }: { batch: BatchRow; cardNumber: string },
): Promise<boolean> {
  try {
    const drawn = await renderCards({ db: tx, keys }, batch, { cardNumbers: [cardNumber] })
    let bytes = 0
    for await (const piece of drawn) bytes += piece.length
    return bytes > 0
  } catch (error) {
    if (error instanceof DesignError) return error.code === 'data-missing'
    throw error
  }
}
