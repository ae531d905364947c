import { setImmediate } from 'node:timers/promises'
import type { Static } from 'typebox'
import type { KeyService } from '../keys/index.ts'
import { actorName } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { crockford } from '../platform/crockford.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findProgramme, levelOf, rulesAt } from '../programmes/index.ts'
import { balancesOf, countCards, insertMovement } from './balance.ts'
import { cardNumbers } from './card-number.ts'
import { findBatch, insertBatch, insertCards, listBatches, takeSequence } from './queries.ts'
import type { BatchDetails, Batches, NewBatch } from './schema.ts'
import { findDesign } from './stripe.ts'
import type { BatchTable } from './table.ts'

/** First generation of card keys; a rotation of the root key begins the next. */
const KEY_VERSION = 1
const CODE_LENGTH = 6
const PAGE = 50
const NUMBERS_AT_ONCE = 200

/**
 * Orders a batch: its cards get their numbers at once.
 * Refuses with `design-unknown`, `programme-unknown`, `level-unknown`, `programme-full`.
 */
export async function issueBatch(
  work: Work,
  { keys, publicUrl, ...order }: Static<typeof NewBatch> & { keys: KeyService; publicUrl: string },
): Promise<
  Result<BatchDetails, 'design-unknown' | 'programme-unknown' | 'level-unknown' | 'programme-full'>
> {
  assert(work.actor.kind === 'staff', 'a batch is ordered by somebody of the staff')
  if (!findDesign(order.design)) return refuse('design-unknown')
  if (!(await findProgramme(work.tx, order.programmeId))) return refuse('programme-unknown')
  if (!levelOf(await rulesAt(work.tx, order.programmeId, work.now), order.level))
    return refuse('level-unknown')
  const numbers = await takeNumbers(work.tx, { ...order, count: order.quantity, keys })
  if (!numbers) return refuse('programme-full')

  const batchId = derivedId(work.id, 'batch')
  await insertWithFreeCode(work, keys, {
    id: batchId,
    programme_id: order.programmeId,
    design: order.design,
    level: order.level,
    quantity: order.quantity,
    state: 'numbered',
    key_version: KEY_VERSION,
    public_url: publicUrl,
    counted_on_hand: null,
    ordered_by: work.actor.staffId,
    ordered_at: work.now,
    closed_at: null,
  })
  await insertCards(work.tx, { batchId, cardNumbers: numbers, now: work.now })
  if (order.blanksReceived > 0) {
    await insertMovement(work.tx, {
      id: derivedId(work.id, 'blanks'),
      batch_id: batchId,
      kind: 'received',
      quantity: order.blanksReceived,
      card_number: null,
      reason: '',
      recorded_by: actorName(work.actor),
      recorded_at: work.now,
    })
  }
  const details = { design: order.design, quantity: order.quantity, blanks: order.blanksReceived }
  await audit(work, { action: 'batch.numbered', subject: `batch:${batchId}`, details })
  return accept(await describe(work.tx, batchId))
}

/** New card numbers of a programme; undefined when it has not so many left. */
export async function takeNumbers(
  tx: Tx,
  { programmeId, count, keys }: { programmeId: string; count: number; keys: KeyService },
): Promise<string[] | undefined> {
  const range = await takeSequence(tx, programmeId, count)
  if (!range) return undefined
  const key = keys.cardNumberKey(range.programmeNumber)
  const numbers: string[] = []
  while (numbers.length < count) {
    const next = {
      first: range.first + numbers.length,
      count: Math.min(NUMBERS_AT_ONCE, count - numbers.length),
    }
    numbers.push(...cardNumbers({ ...range, ...next, key }))
    await setImmediate() // ten thousand numbers take a second or two: others are served meanwhile
  }
  return numbers
}

/** Codes are drawn, not counted: they tell nothing of how many batches there are. */
async function insertWithFreeCode(work: Work, keys: KeyService, batch: Omit<BatchTable, 'code'>) {
  for (let attempt = 0; ; attempt += 1) {
    const code = crockford(keys.blindIndex('batch-code', `${batch.id}/${attempt}`), CODE_LENGTH)
    if (await insertBatch(work.tx, { ...batch, code })) return
  }
}

async function describe(db: Db | Tx, batchId: string): Promise<BatchDetails> {
  const batch = await findBatch(db, batchId)
  assert(batch, 'a batch that was written is there')
  const [details] = await withFigures(db, [batch])
  assert(details, 'a batch has its figures')
  return details
}

/** Refuses with `batch-unknown`. */
export async function describeBatch(
  db: Db | Tx,
  batchId: string,
): Promise<Result<BatchDetails, 'batch-unknown'>> {
  return (await findBatch(db, batchId)) ? accept(await describe(db, batchId)) : refuse('batch-unknown')
}

/** Newest first. Refuses with `cursor-unknown` when `before` is none of our cursors. */
export async function pageOfBatches(
  db: Db,
  before: string | undefined,
): Promise<Result<Static<typeof Batches>, 'cursor-unknown'>> {
  const cursor = before === undefined ? undefined : readCursor(before)
  if (before !== undefined && !cursor) return refuse('cursor-unknown')
  const batches = await listBatches(db, { limit: PAGE, ...(cursor ? { before: cursor } : {}) })
  const last = batches.length === PAGE ? batches.at(-1) : undefined
  const next = last ? `${last.ordered_at.toISOString()}~${last.id}` : null
  return accept({ batches: await withFigures(db, batches), next })
}

function readCursor(text: string): { orderedAt: Date; id: string } | undefined {
  const [, moment, id] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)~([0-9a-f-]{36})$/.exec(text) ?? []
  const orderedAt = new Date(moment ?? '')
  const isUuid = id !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  return isUuid && !Number.isNaN(orderedAt.getTime()) ? { orderedAt, id } : undefined
}

async function withFigures(db: Db | Tx, batches: readonly BatchTable[]): Promise<BatchDetails[]> {
  const ids = batches.map(({ id }) => id)
  const [balances, counts] = [await balancesOf(db, ids), await countCards(db, ids)]
  return batches.flatMap((batch) => {
    const [balance, cards] = [balances.get(batch.id), counts.get(batch.id)]
    return balance && cards ? [{ ...asBatch(batch), balance, cards }] : []
  })
}

const asBatch = (batch: BatchTable) => ({
  id: batch.id,
  code: batch.code,
  programmeId: batch.programme_id,
  design: batch.design,
  level: batch.level,
  quantity: batch.quantity,
  state: batch.state,
  orderedAt: batch.ordered_at.toISOString(),
  closedAt: batch.closed_at?.toISOString() ?? null,
})
