import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/database.ts'
import { accept, refuse, refuseAndKeep, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { secondPerson } from '../staff/index.ts'
import { lockBatch } from './queries.ts'
import type { CardTransferTable } from './table.ts'
import { tellTransfer } from './telling-transfers.ts'
import { isSentByOffice } from './transfer-list.ts'

export type ConfirmRefusal =
  'transfer-unknown' | 'transfer-ended' | 'same-person' | 'alone-needs-reason' | 'transfer-count-differs'

/**
 * The other side signs for what it counted: from now on the cards lie there. A count that differs is refused and
 * written down, so that nobody tries numbers unseen. Refuses in the order of `ConfirmRefusal`.
 * @param place only what the people there sign for: what came to it, and what the office asked back from it. What they
 * sent themselves is the office's to count
 */
export async function confirmTransfer(
  work: Work,
  {
    transferId,
    counted,
    aloneReason,
    place,
  }: { transferId: string; counted: number; aloneReason?: string; place?: string },
): Promise<Result<{ transferId: string; quantity: number }, ConfirmRefusal>> {
  const { tx, now } = work
  const transfer = await lockTransfer(tx, transferId)
  if (!transfer || (place && !isForPlace(transfer, place))) return refuse('transfer-unknown')
  if (transfer.state !== 'waiting') return refuse('transfer-ended', { state: transfer.state })
  const staffId = staffOf(work.actor)
  const second = await secondPerson(tx, { first: transfer.moved_by, second: staffId, aloneReason })
  if (!second.ok) return second
  if (counted !== transfer.quantity) {
    const details = { transferId, sent: transfer.quantity, counted }
    await audit(work, { action: 'cards.count-differed', subject: `batch:${transfer.batch_id}`, details })
    return refuseAndKeep('transfer-count-differs')
  }
  await tx
    .updateTable('card_transfers')
    .set({ state: 'confirmed', ended_by: staffId, ended_at: now, alone_reason: second.value })
    .where('id', '=', transferId)
    .execute()
  await tx
    .updateTable('cards')
    .set({ transfer_id: null, place_id: transfer.to_place, ...(transfer.to_place ? {} : { box_id: null }) })
    .where('transfer_id', '=', transferId)
    .execute()
  await tellTransfer(work, transfer, transfer.to_place ? 'allocated' : 'returned')
  return accept({ transferId, quantity: transfer.quantity })
}

const isForPlace = (
  transfer: Pick<CardTransferTable, 'from_place' | 'to_place'> & { isSentByOffice: boolean },
  place: string,
): boolean => transfer.to_place === place || (transfer.from_place === place && transfer.isSentByOffice)

export type RecallRefusal = 'transfer-unknown' | 'transfer-ended'

/** Calls cards back that nobody has confirmed: they lie where they came from. Refuses in the order of `RecallRefusal`. */
export async function recallTransfer(
  work: Work,
  transferId: string,
): Promise<Result<{ transferId: string; quantity: number }, RecallRefusal>> {
  const { tx, now } = work
  const transfer = await lockTransfer(tx, transferId)
  if (!transfer) return refuse('transfer-unknown')
  if (transfer.state !== 'waiting') return refuse('transfer-ended', { state: transfer.state })
  await tx
    .updateTable('card_transfers')
    .set({ state: 'recalled', ended_by: staffOf(work.actor), ended_at: now })
    .where('id', '=', transferId)
    .execute()
  await tx
    .updateTable('cards')
    .set({ transfer_id: null, place_id: transfer.from_place })
    .where('transfer_id', '=', transferId)
    .execute()
  await tellTransfer(work, transfer, 'recalled')
  return accept({ transferId, quantity: transfer.quantity })
}

/** The batch first, as everywhere; then the transfer. */
async function lockTransfer(tx: Tx, transferId: string) {
  const known = await tx
    .selectFrom('card_transfers')
    .select('batch_id')
    .where('id', '=', transferId)
    .executeTakeFirst()
  if (!known) return undefined
  await lockBatch(tx, known.batch_id)
  return tx
    .selectFrom('card_transfers as t')
    .select(['id', 'batch_id', 'from_place', 'to_place', 'quantity', 'moved_by', 'state'])
    .select(isSentByOffice.as('isSentByOffice'))
    .where('id', '=', transferId)
    .forUpdate()
    .executeTakeFirst()
}
