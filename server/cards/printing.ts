import type { CardData } from '../../card-designs/engine/card-data.ts'
import type { KeyService } from '../keys/index.ts'
import type { Db } from '../platform/database.ts'
import { audit } from '../platform/audit.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { qrText } from './addresses.ts'
import { findBatch } from './queries.ts'
import { findDesign } from './stripe.ts'
import type { BatchTable } from './table.ts'

const PAGE = 500

interface Positions {
  from: number
  to: number
}

/**
 * The cards of a batch for the printer, front and back on a page each, dead numbers left out; piece by piece, so that
 * ten thousand cards never lie in memory. Refuses with `batch-unknown`, `nothing-to-print`.
 */
export async function printCards(
  work: Work,
  { db, keys, batchId, from, to }: { db: Db; keys: KeyService; batchId: string } & Positions,
): Promise<
  Result<{ fileName: string; pdf: AsyncIterable<Uint8Array> }, 'batch-unknown' | 'nothing-to-print'>
> {
  const batch = await findBatch(work.tx, batchId)
  const design = batch && findDesign(batch.design)
  if (!batch || !design) return refuse('batch-unknown')
  const first = await pageOfNumbers(db, batchId, { from, to }, 1)
  if (first.length === 0) return refuse('nothing-to-print')
  await audit(work, { action: 'batch.printed', subject: `batch:${batchId}`, details: { from, to } })
  const cards = cardData(db, keys, batch, { from, to })
  const { renderCardsPdf } = await import('../../card-designs/engine/cards-pdf.ts')
  return accept({ fileName: `${batch.code}.pdf`, pdf: renderCardsPdf(design, cards) })
}

async function* cardData(
  db: Db,
  keys: KeyService,
  batch: BatchTable,
  { from, to }: Positions,
): AsyncGenerator<CardData> {
  let next = from
  for (;;) {
    const page = await pageOfNumbers(db, batch.id, { from: next, to }, PAGE)
    for (const { cardNumber } of page) yield { cardNumber, qr: qrText(keys, batch.public_url, cardNumber) }
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    next = last.position + 1
  }
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
