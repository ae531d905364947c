import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { KeyService } from '../keys/index.ts'
import { audit } from '../platform/audit.ts'
import { publish } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { staffOf } from '../platform/actor.ts'
import { advanceBatch } from './state.ts'
import {
  findCard,
  identifyCard,
  type IdentifiedCard,
  type IdentifyRefusal,
  type Presented,
  verificationOf,
} from '../cards/index.ts'
import { lockBatch } from './queries.ts'
import type { VerifiedCard } from './schema.ts'
import { spoilCard, type SpoilRefusal, type Spoiled } from './spoiling.ts'
import type { BatchRow } from './table.ts'

export type CountRefusal =
  'batch-closed' | 'card-of-another-batch' | 'stripe-unread' | 'chip-unread' | 'card-already-verified'

export type VerifyRefusal = 'batch-unknown' | IdentifyRefusal | CountRefusal

interface By {
  /** the station whose reader read it */
  stationId?: string | undefined
  /** who verifies, where the reader itself reports */
  staffId?: string | undefined
}

export type Verifying = By & { keys: KeyService; batchId: string; presented: Presented }

/** A finished card is read once more, as `countVerified` says. Refuses in the order of `VerifyRefusal`. */
export async function verifyCard(
  work: Work,
  { keys, batchId, presented, ...by }: Verifying,
): Promise<Result<Static<typeof VerifiedCard>, VerifyRefusal>> {
  const batch = await lockBatch(work.tx, batchId)
  if (!batch) return refuse('batch-unknown')
  if (batch.state === 'closed') return refuse('batch-closed')
  const seen = await identifyCard(work, keys, presented)
  return seen.ok ? countVerified(work, { batch, card: seen.value, ...by }) : seen
}

/**
 * Counts a card that was identified just now as verified, by what was made of it here: its chip where it has one, else its
 * stripe. What is printed proves neither, as the print file has it too. The batch must be locked. Refuses in the order of
 * `CountRefusal`.
 */
export async function countVerified(
  work: Work,
  { batch, card, ...by }: By & { batch: BatchRow; card: IdentifiedCard },
): Promise<Result<Static<typeof VerifiedCard>, CountRefusal>> {
  if (batch.state === 'closed') return refuse('batch-closed')
  if (card.batchId !== batch.id) return refuse('card-of-another-batch')
  const isStripeOnly = batch.chip === 'stripe-only'
  if (isStripeOnly && card.means !== 'swipe') return refuse('stripe-unread')
  // A plain tag says the same each time: that it was said now, a reader of ours must tell.
  const isChipRead = card.means === 'tap' || (card.means === 'scan' && by.stationId !== undefined)
  if (!isStripeOnly && !isChipRead) return refuse('chip-unread')
  return keepVerified(work, card, { means: isStripeOnly ? 'swipe' : 'tap', ...by })
}

async function keepVerified(
  work: Work,
  { batchId, cardNumber, position }: { batchId: string; cardNumber: string; position: number },
  by: By & { means: 'tap' | 'swipe' },
): Promise<Result<Static<typeof VerifiedCard>, 'card-already-verified'>> {
  const { means } = by
  const row = await work.tx
    .insertInto('card_verifications')
    .values({
      id: derivedId(work.id, 'verification'),
      batch_id: batchId,
      card_number: cardNumber,
      has_passed: true,
      means,
      station_id: by.stationId ?? null,
      reason: '',
      verified_by: by.staffId ?? staffOf(work.actor),
      verified_at: work.now,
    })
    .onConflict((conflict) =>
      conflict.column('card_number').where('has_passed', '=', sql.lit(true)).doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  if (!row) return refuse('card-already-verified', { position })
  await advanceBatch(work, { batchId, from: ['encoding', 'boxed'], to: 'verifying' })
  const details = { cardNumber, means }
  await audit(work, { action: 'batch.card-verified', subject: `batch:${batchId}`, details })
  const data = { cardNumber, position, means }
  await publish(work, { topic: `batch:${batchId}`, type: 'card-verified', data })
  return accept({ cardNumber, position, verification: await verificationOf(work.tx, batchId) })
}

export type FailRefusal = 'batch-unknown' | 'card-of-another-batch' | SpoilRefusal

/** A card that did not read, or looks wrong: it is spoiled, and a new number waits for a blank. Refuses in the order of `FailRefusal`. */
export async function failCard(
  work: Work,
  {
    keys,
    batchId,
    cardNumber,
    reason,
  }: { keys: KeyService; batchId: string; cardNumber: string; reason: string },
): Promise<Result<Spoiled, FailRefusal>> {
  const batch = await lockBatch(work.tx, batchId)
  if (!batch) return refuse('batch-unknown')
  const card = await findCard(work.tx, cardNumber)
  if (!card) return refuse('card-unknown')
  if (card.batchId !== batchId) return refuse('card-of-another-batch')
  const spoiled = await spoilCard(work, { keys, cardNumber, reason })
  if (!spoiled.ok) return spoiled
  await work.tx
    .insertInto('card_verifications')
    .values({
      id: derivedId(work.id, 'verification'),
      batch_id: batchId,
      card_number: cardNumber,
      has_passed: false,
      means: 'seen',
      station_id: null,
      reason,
      verified_by: staffOf(work.actor),
      verified_at: work.now,
    })
    .execute()
  return spoiled
}
