import { sql, type Insertable, type Selectable } from 'kysely'
import type { Database, Db, Tx } from '../platform/database.ts'

type Row<Table extends keyof Database> = Insertable<Database[Table]>

export async function insertRequest(
  tx: Tx,
  request: Row<'complimentary_requests'>,
  recipient: Row<'complimentary_recipients'>,
): Promise<void> {
  await tx.insertInto('complimentary_requests').values(request).execute()
  await tx.insertInto('complimentary_recipients').values(recipient).execute()
}

/** Held to the transaction's end: what becomes of a request is decided one after another. */
export const lockRequest = (tx: Tx, requestId: string) =>
  tx
    .selectFrom('complimentary_requests')
    .select(['id', 'programme_id', 'level', 'requested_by'])
    .where('id', '=', requestId)
    .forUpdate()
    .executeTakeFirst()

/** @returns false when it was decided already */
export async function insertDecision(tx: Tx, decision: Row<'complimentary_decisions'>): Promise<boolean> {
  const row = await tx
    .insertInto('complimentary_decisions')
    .values(decision)
    .onConflict((conflict) => conflict.column('request_id').doNothing())
    .returning('request_id')
    .executeTakeFirst()
  return row !== undefined
}

export const findDecision = (tx: Tx, requestId: string) =>
  tx
    .selectFrom('complimentary_decisions')
    .select('approved')
    .where('request_id', '=', requestId)
    .executeTakeFirst()

export const findRecipient = (
  tx: Tx,
  requestId: string,
): Promise<Selectable<Database['complimentary_recipients']> | undefined> =>
  tx
    .selectFrom('complimentary_recipients')
    .select(['request_id', 'wrapped_key', 'sealed_name'])
    .where('request_id', '=', requestId)
    .executeTakeFirst()

/** @returns false when it was handed over already */
export async function insertHandover(tx: Tx, handover: Row<'complimentary_handovers'>): Promise<boolean> {
  const row = await tx
    .insertInto('complimentary_handovers')
    .values(handover)
    .onConflict((conflict) => conflict.column('request_id').doNothing())
    .returning('request_id')
    .executeTakeFirst()
  return row !== undefined
}

export interface RegisterRow {
  id: string
  level: string
  organisation: string
  reason: string
  valueFen: bigint
  isPublicOfficial: boolean
  requestedById: string
  requestedBy: string
  requestedAt: Date
  wrappedKey: Uint8Array | null
  sealedName: Uint8Array | null
  approved: boolean | null
  note: string | null
  decidedBy: string | null
  decidedAt: Date | null
  cardNumber: string | null
  handedBy: string | null
  handedAt: Date | null
}

const AT_ONCE = 500

/** Everything that was asked for, newest first. */
export async function readRegister(db: Db, { limit = AT_ONCE } = {}): Promise<RegisterRow[]> {
  const result = await sql<RegisterRow>`
    SELECT r.id, r.level, r.organisation, r.reason, r.value_fen AS "valueFen",
           r.is_public_official AS "isPublicOfficial", r.requested_by AS "requestedById",
           asker.display_name AS "requestedBy", r.requested_at AS "requestedAt",
           p.wrapped_key AS "wrappedKey", p.sealed_name AS "sealedName",
           d.approved, d.note, decider.display_name AS "decidedBy", d.decided_at AS "decidedAt",
           h.card_number AS "cardNumber", giver.display_name AS "handedBy", h.handed_at AS "handedAt"
      FROM complimentary_requests r
      JOIN staff asker ON asker.id = r.requested_by
      LEFT JOIN complimentary_recipients p ON p.request_id = r.id
      LEFT JOIN complimentary_decisions d ON d.request_id = r.id
      LEFT JOIN staff decider ON decider.id = d.decided_by
      LEFT JOIN complimentary_handovers h ON h.request_id = r.id
      LEFT JOIN staff giver ON giver.id = h.handed_by
     ORDER BY r.requested_at DESC, r.id DESC LIMIT ${limit}`.execute(db)
  return result.rows
}
