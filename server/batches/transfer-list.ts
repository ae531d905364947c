import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { CardTransfer } from './transfer-schema.ts'

const MOST = 200

/** Who may send and sign for the office. */
export const CARRIERS = ['administrator', 'card-operator', 'programme-manager'] as const

/** Of `card_transfers as t`: whether the office began it, and not the people at the place. */
export const isSentByOffice = sql<boolean>`EXISTS (
  SELECT FROM staff WHERE staff.id = t.moved_by AND staff.roles && ${sql.val([...CARRIERS])}::text[])`

/** Latest first; those that wait, of a batch or of a place, or for the signature of the people there, as asked. */
export async function listTransfers(
  db: Db | Tx,
  {
    batchId,
    placeId,
    waitsAt,
    waiting = waitsAt !== undefined,
  }: { batchId?: string; placeId?: string; waitsAt?: string; waiting?: boolean },
): Promise<CardTransfer[]> {
  let query = db
    .selectFrom('card_transfers as t')
    .innerJoin('batches as b', 'b.id', 't.batch_id')
    .innerJoin('staff as giver', 'giver.id', 't.moved_by')
    .leftJoin('staff as ender', 'ender.id', 't.ended_by')
    .leftJoin('places as origin', 'origin.id', 't.from_place')
    .leftJoin('places as goal', 'goal.id', 't.to_place')
    .leftJoin('card_boxes as box', 'box.id', 't.box_id')
    .select([
      't.id',
      't.batch_id as batchId',
      'b.code as batchCode',
      't.from_place as fromPlaceId',
      'origin.name as fromPlace',
      't.to_place as toPlaceId',
      'goal.name as toPlace',
      'box.code as boxCode',
      't.quantity',
      't.first_number as firstNumber',
      't.last_number as lastNumber',
      't.state',
      't.moved_by as givenById',
      'giver.display_name as givenBy',
      't.moved_at as givenAt',
      'ender.display_name as endedBy',
      't.ended_at as endedAt',
    ])
    .orderBy('t.moved_at', 'desc')
    .orderBy('t.id')
    .limit(MOST)
  if (batchId) query = query.where('t.batch_id', '=', batchId)
  if (placeId)
    query = query.where((eb) => eb.or([eb('t.from_place', '=', placeId), eb('t.to_place', '=', placeId)]))
  if (waitsAt)
    query = query.where((eb) =>
      eb.or([eb('t.to_place', '=', waitsAt), eb.and([eb('t.from_place', '=', waitsAt), isSentByOffice])]),
    )
  if (waiting) query = query.where('t.state', '=', 'waiting')
  const rows = await query.execute()
  return rows.map((row) => ({
    ...row,
    givenAt: row.givenAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }))
}
