import type { CardData } from '../../card-designs/engine/card-data.ts'
import { tenUpA4, type PrinterProfile } from '../../card-designs/engine/sheet.ts'
import type { KeyService } from '../keys/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import { audit } from '../platform/audit.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { derivedId } from '../platform/ids.ts'
import { staffOf } from '../platform/actor.ts'
import { qrText, securityCode } from '../cards/index.ts'
import { designOf } from '../designs/index.ts'
import { advanceBatch, isBeforeNumbers } from './state.ts'
import { findBatch } from './queries.ts'
import type { BatchRow } from './table.ts'

const PAGE = 500

interface Positions {
  from: number
  to: number
}

/**
 * The cards of a batch for the printer, front and back on a page each, dead numbers left out; piece by piece, so that
 * ten thousand cards never lie in memory. Who took which range when is kept. Refuses with `batch-unknown`,
 * `batch-not-in-state`, `nothing-to-print`.
 */
export async function printCards(
  work: Work,
  { db, keys, batchId, from, to }: { db: Db; keys: KeyService; batchId: string } & Positions,
): Promise<
  Result<
    { fileName: string; pdf: AsyncIterable<Uint8Array> },
    'batch-unknown' | 'batch-not-in-state' | 'nothing-to-print'
  >
> {
  const batch = await findBatch(work.tx, batchId)
  if (!batch) return refuse('batch-unknown')
  if (isBeforeNumbers(batch.state)) return refuse('batch-not-in-state', { state: batch.state })
  const range = await rangeToPrint(work.tx, batchId, { from, to })
  if (!range) return refuse('nothing-to-print')
  await notePrint(work, { batchId, ...range, printedBy: staffOf(work.actor) })
  const cards = cardData(db, keys, batch, { from, to })
  const design = await designOf(work.tx, orderedWith(batch))
  const { renderCardsPdf } = await import('../../card-designs/engine/cards-pdf.ts')
  return accept({ fileName: `${batch.code}.pdf`, pdf: renderCardsPdf(design, cards) })
}

/**
 * Cards of a batch as `printCards` has them, for whoever takes them in parts of their own and says afterwards, with
 * `notePrint`, which of them were printed: a side a page for a card printer, ten to an A4 page for a sheet printer.
 * Throws `DesignError` at a card that cannot be printed as designed.
 */
export async function renderCards(
  { db, keys }: { db: Db | Tx; keys: KeyService },
  batch: BatchRow,
  { cardNumbers, kind, profile }: CardsToRender,
): Promise<AsyncIterable<Uint8Array>> {
  const design = await designOf(db, orderedWith(batch))
  const cards = cardNumbers.map((cardNumber) => cardDataOf(keys, batch, cardNumber))
  if (kind === 'sheet') {
    const { renderSheetsPdf } = await import('../../card-designs/engine/sheets-pdf.ts')
    return renderSheetsPdf(design, cards, { plan: tenUpA4, profile })
  }
  const { renderCardsPdf } = await import('../../card-designs/engine/cards-pdf.ts')
  return renderCardsPdf(design, cards, { profile })
}

export interface CardsToRender {
  cardNumbers: readonly string[]
  /** of printer */
  kind: 'card' | 'sheet'
  profile: PrinterProfile
}

const orderedWith = ({ design: code, design_version: version }: BatchRow) => ({ code, version })

export interface Print {
  batchId: string
  /** positions */
  first: number
  last: number
  /** of the staff */
  printedBy: string
}

/** Writes down that cards between these positions were printed; the batch's first print moves it on. */
export async function notePrint(work: Work, { batchId, first, last, printedBy }: Print): Promise<void> {
  await work.tx
    .insertInto('batch_prints')
    .values({
      id: derivedId(work.id, 'print'),
      batch_id: batchId,
      first_position: first,
      last_position: last,
      printed_by: printedBy,
      printed_at: work.now,
    })
    .execute()
  const details = { first, last }
  const isFirst = await advanceBatch(work, { batchId, from: ['numbered'], to: 'printed', details })
  if (!isFirst) await audit(work, { action: 'batch.printed', subject: `batch:${batchId}`, details })
}

function cardDataOf(keys: KeyService, batch: BatchRow, cardNumber: string): CardData {
  const code = securityCode(keys, { cardNumber, keyGeneration: batch.key_version })
  return { cardNumber, qr: qrText(keys, batch.public_url, cardNumber), securityCode: code }
}

async function* cardData(
  db: Db,
  keys: KeyService,
  batch: BatchRow,
  { from, to }: Positions,
): AsyncGenerator<CardData> {
  let next = from
  for (;;) {
    const page = await pageOfNumbers(db, batch.id, { from: next, to }, PAGE)
    for (const { cardNumber } of page) yield cardDataOf(keys, batch, cardNumber)
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    next = last.position + 1
  }
}

/** The cards between these positions that can be printed, by their first and last; undefined when there is none. */
async function rangeToPrint(
  tx: Tx,
  batchId: string,
  { from, to }: Positions,
): Promise<{ first: number; last: number } | undefined> {
  const row = await tx
    .selectFrom('cards')
    .select((eb) => [eb.fn.min('position').as('first'), eb.fn.max('position').as('last')])
    .where('batch_id', '=', batchId)
    .where('position', '>=', from)
    .where('position', '<=', to)
    .where('state', 'not in', ['spoiled', 'destroyed'])
    .executeTakeFirst()
  const { first, last } = row ?? {}
  return typeof first === 'number' && typeof last === 'number' ? { first, last } : undefined
}

const pageOfNumbers = (db: Db, batchId: string, { from, to }: Positions, limit: number) =>
  db
    .selectFrom('cards')
    .select(['card_number as cardNumber', 'position'])
    .where('batch_id', '=', batchId)
    .where('position', '>=', from)
    .where('position', '<=', to)
    .where('state', 'not in', ['spoiled', 'destroyed'])
    .orderBy('position')
    .limit(limit)
    .execute()
