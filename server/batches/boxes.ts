import { sql } from 'kysely'
import { refuseUnverified } from '../cards/index.ts'
import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { staffOf } from '../platform/actor.ts'
import { advanceBatch } from './state.ts'
import { lockBatch } from './queries.ts'
import type { CardBox } from './transfer-schema.ts'

export type SealRefusal = 'batch-unknown' | 'batch-closed' | 'cards-unverified' | 'too-few-cards'

/**
 * Puts the next loose finished cards of a batch into a box and seals it; the person who seals has counted them.
 * Refuses in the order of `SealRefusal`.
 */
export async function sealBox(
  work: Work,
  { batchId, quantity }: { batchId: string; quantity: number },
): Promise<Result<CardBox, SealRefusal>> {
  const { tx, now } = work
  const batch = await lockBatch(tx, batchId)
  if (!batch) return refuse('batch-unknown')
  if (batch.state === 'closed') return refuse('batch-closed')
  const unverified = await refuseUnverified(tx, batchId)
  if (unverified) return unverified
  const cards = await sql<{ cardNumber: string; position: number }>`
    SELECT card_number AS "cardNumber", position FROM cards
     WHERE batch_id = ${batchId} AND state = 'encoded' AND place_id IS NULL AND transfer_id IS NULL AND box_id IS NULL
     ORDER BY position LIMIT ${quantity} FOR UPDATE`.execute(tx)
  const [first, last] = [cards.rows[0], cards.rows.at(-1)]
  if (cards.rows.length < quantity || !first || !last)
    return refuse('too-few-cards', { there: cards.rows.length })

  const boxId = derivedId(work.id, 'box')
  const number = await nextBoxNumber(tx, batchId)
  const code = `${batch.code}-${String(number).padStart(2, '0')}`
  await tx
    .insertInto('card_boxes')
    .values({
      id: boxId,
      batch_id: batchId,
      number,
      code,
      quantity,
      first_position: first.position,
      last_position: last.position,
      sealed_by: staffOf(work.actor),
      sealed_at: now,
      opened_by: null,
      opened_at: null,
      opened_why: null,
    })
    .execute()
  const numbers = cards.rows.map(({ cardNumber }) => cardNumber)
  await tx.updateTable('cards').set({ box_id: boxId }).where('card_number', 'in', numbers).execute()
  await advanceBatch(work, { batchId, from: ['encoding'], to: 'verifying' })
  await advanceBatch(work, { batchId, from: ['verifying'], to: 'boxed' })
  const details = { boxId, code, quantity, firstCard: first.cardNumber, lastCard: last.cardNumber }
  await audit(work, { action: 'box.sealed', subject: `batch:${batchId}`, details })
  await publish(work, { topic: `batch:${batchId}`, type: 'box-sealed', data: { code, quantity } })
  return describeBox(tx, boxId)
}

async function nextBoxNumber(tx: Tx, batchId: string): Promise<number> {
  const row = await tx
    .selectFrom('card_boxes')
    .select((eb) => eb.fn.max('number').as('last'))
    .where('batch_id', '=', batchId)
    .executeTakeFirst()
  return (row?.last ?? 0) + 1
}

export type OpenRefusal = 'box-unknown' | 'box-opened' | 'box-not-here'

/** Opens a box that lies in the office: its cards are loose again, its code is not used twice. Refuses in the order of `OpenRefusal`. */
export async function openBox(
  work: Work,
  { boxId, reason }: { boxId: string; reason: string },
): Promise<Result<CardBox, OpenRefusal>> {
  const { tx, now } = work
  const box = await findBox(tx, boxId)
  if (!box) return refuse('box-unknown')
  await lockBatch(tx, box.batch_id)
  const described = await describeBox(tx, boxId)
  if (described.value.openedAt !== null) return refuse('box-opened')
  if (described.value.inOffice < box.quantity) return refuse('box-not-here')
  await tx
    .updateTable('card_boxes')
    .set({ opened_by: staffOf(work.actor), opened_at: now, opened_why: reason })
    .where('id', '=', boxId)
    .execute()
  await tx.updateTable('cards').set({ box_id: null }).where('box_id', '=', boxId).execute()
  await audit(work, {
    action: 'box.opened',
    subject: `batch:${box.batch_id}`,
    details: { boxId, code: box.code, reason },
  })
  await publish(work, { topic: `batch:${box.batch_id}`, type: 'box-opened', data: { code: box.code } })
  return describeBox(tx, boxId)
}

export const findBox = (db: Db | Tx, boxId: string) =>
  db
    .selectFrom('card_boxes')
    .select(['id', 'batch_id', 'code', 'quantity', 'opened_at'])
    .where('id', '=', boxId)
    .executeTakeFirst()

async function describeBox(tx: Tx, boxId: string): Promise<{ ok: true; value: CardBox }> {
  const [box] = await listBoxes(tx, { boxId })
  assert(box, 'a box that was written is there')
  return accept(box)
}

/** In the order in which they were sealed, with where their cards are now. */
export async function listBoxes(
  db: Db | Tx,
  of: { batchId: string } | { boxId: string },
): Promise<CardBox[]> {
  const which = 'boxId' in of ? sql`b.id = ${of.boxId}` : sql`b.batch_id = ${of.batchId}`
  const result = await sql<BoxRow>`
    SELECT b.id, b.code, b.quantity, b.first_position, b.last_position, b.sealed_at, b.opened_at,
           sealer.display_name AS sealed_by, opener.display_name AS opened_by,
           count(*) FILTER (WHERE c.state = 'encoded' AND c.place_id IS NULL AND c.transfer_id IS NULL) AS in_office,
           count(*) FILTER (WHERE c.transfer_id IS NOT NULL) AS on_the_way,
           count(*) FILTER (WHERE c.state = 'encoded' AND c.place_id IS NOT NULL) AS at_places,
           count(*) FILTER (WHERE c.member_id IS NOT NULL) AS handed_over
      FROM card_boxes b
      JOIN staff sealer ON sealer.id = b.sealed_by LEFT JOIN staff opener ON opener.id = b.opened_by
      LEFT JOIN cards c ON c.box_id = b.id
     WHERE ${which} GROUP BY b.id, sealer.display_name, opener.display_name ORDER BY b.number`.execute(db)
  return result.rows.map((row) => ({
    id: row.id,
    code: row.code,
    quantity: row.quantity,
    firstPosition: row.first_position,
    lastPosition: row.last_position,
    sealedBy: row.sealed_by,
    sealedAt: row.sealed_at.toISOString(),
    openedBy: row.opened_by,
    openedAt: row.opened_at?.toISOString() ?? null,
    inOffice: Number(row.in_office),
    onTheWay: Number(row.on_the_way),
    atPlaces: Number(row.at_places),
    handedOver: Number(row.handed_over),
  }))
}

interface BoxRow {
  id: string
  code: string
  quantity: number
  first_position: number
  last_position: number
  sealed_at: Date
  sealed_by: string
  opened_at: Date | null
  opened_by: string | null
  in_office: bigint
  on_the_way: bigint
  at_places: bigint
  handed_over: bigint
}
