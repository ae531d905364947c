import type { CardData } from '../../card-designs/engine/card-data.ts'
import type { KeyService } from '../keys/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import { audit } from '../platform/audit.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { derivedId } from '../platform/ids.ts'
import { staffOf } from '../platform/actor.ts'
import { qrText } from '../cards/index.ts'
import { advanceBatch, isBeforeNumbers } from './state.ts'
import { findBatch } from './queries.ts'
import { securityCode } from '../cards/index.ts'
import { findDesign } from '../cards/index.ts'
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
  const design = batch && findDesign(batch.design)
  if (!batch || !design) return refuse('batch-unknown')
  if (isBeforeNumbers(batch.state)) return refuse('batch-not-in-state', { state: batch.state })
  const range = await rangeToPrint(work.tx, batchId, { from, to })
  if (!range) return refuse('nothing-to-print')
  await work.tx
    .insertInto('batch_prints')
    .values({
      id: derivedId(work.id, 'print'),
      batch_id: batchId,
      first_position: range.first,
      last_position: range.last,
      printed_by: staffOf(work.actor),
      printed_at: work.now,
    })
    .execute()
  const isFirst = await advanceBatch(work, { batchId, from: ['numbered'], to: 'printed', details: range })
  if (!isFirst) await audit(work, { action: 'batch.printed', subject: `batch:${batchId}`, details: range })
  const cards = cardData(db, keys, batch, { from, to })
  const { renderCardsPdf } = await import('../../card-designs/engine/cards-pdf.ts')
  return accept({ fileName: `${batch.code}.pdf`, pdf: renderCardsPdf(design, cards) })
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
    for (const { cardNumber } of page) {
      const code = securityCode(keys, { cardNumber, keyGeneration: batch.key_version })
      yield { cardNumber, qr: qrText(keys, batch.public_url, cardNumber), securityCode: code }
    }
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
