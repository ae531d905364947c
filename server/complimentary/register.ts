import type { KeyService } from '../keys/index.ts'
import type { Db } from '../platform/database.ts'
import { readRegister, type RegisterRow } from './queries.ts'
import { openRecipient } from './recipient.ts'
import type { RegisterEntry } from './schema.ts'

const EXPORTED_AT_MOST = 100_000

/** What was asked for, decided and given, newest first. */
export async function listRegister(db: Db, keys: KeyService): Promise<RegisterEntry[]> {
  return (await readRegister(db)).map((row) => asEntry(keys, row))
}

/** The same for a document, whole. */
export async function wholeRegister(db: Db, keys: KeyService): Promise<RegisterEntry[]> {
  return (await readRegister(db, { limit: EXPORTED_AT_MOST })).map((row) => asEntry(keys, row))
}

const asEntry = (keys: KeyService, row: RegisterRow): RegisterEntry => ({
  requestId: row.id,
  state: stateOf(row),
  level: row.level,
  recipientName: nameOf(keys, row),
  organisation: row.organisation,
  reason: row.reason,
  valueFen: Number(row.valueFen),
  isPublicOfficial: row.isPublicOfficial,
  requestedById: row.requestedById,
  requested: { by: row.requestedBy, at: row.requestedAt.toISOString() },
  decided:
    row.decidedBy && row.decidedAt
      ? { by: row.decidedBy, at: row.decidedAt.toISOString(), note: row.note ?? '' }
      : null,
  handedOver:
    row.handedBy && row.handedAt && row.cardNumber
      ? { by: row.handedBy, at: row.handedAt.toISOString(), cardNumber: row.cardNumber }
      : null,
})

function stateOf({ approved, cardNumber }: RegisterRow): RegisterEntry['state'] {
  if (cardNumber) return 'handed-over'
  if (approved === null) return 'requested'
  return approved ? 'approved' : 'rejected'
}

const nameOf = (keys: KeyService, { id, wrappedKey, sealedName }: RegisterRow): string | null =>
  wrappedKey && sealedName
    ? openRecipient(keys, { request_id: id, wrapped_key: wrappedKey, sealed_name: sealedName })
    : null
