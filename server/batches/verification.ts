import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { KeyService } from '../keys/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import { audit } from '../platform/audit.ts'
import { publish } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { staffOf } from '../platform/actor.ts'
import { advanceBatch } from './state.ts'
import { identifyCard, type IdentifyRefusal, type Presented } from '../cards/index.ts'
import { findCard } from '../cards/index.ts'
import { lockBatch } from './queries.ts'
import type { Verification, VerifiedCard } from './schema.ts'
import { spoilCard, type SpoilRefusal, type Spoiled } from './spoiling.ts'

/** How much of a batch was read again, and how much must be before a card leaves the office. */
export async function verificationOf(db: Db | Tx, batchId: string): Promise<Verification> {
  const result = await sql<{ sample: number | null; finished: bigint; verified: bigint; failed: bigint }>`
    SELECT b.verify_sample AS sample,
           (SELECT count(*) FROM cards c WHERE c.batch_id = b.id AND c.state NOT IN ('numbered', 'encoding', 'spoiled')) AS finished,
           (SELECT count(*) FROM card_verifications v JOIN cards c USING (card_number)
             WHERE v.batch_id = b.id AND v.has_passed AND c.state <> 'spoiled') AS verified,
           (SELECT count(*) FROM card_verifications v WHERE v.batch_id = b.id AND NOT v.has_passed) AS failed
      FROM batches b WHERE b.id = ${batchId}`.execute(db)
  const row = result.rows[0]
  const finished = Number(row?.finished ?? 0)
  const sample = row?.sample ?? null
  return {
    sample,
    required: sample === null ? finished : Math.min(sample, finished),
    verified: Number(row?.verified ?? 0),
    failed: Number(row?.failed ?? 0),
  }
}

export const isVerified = ({ required, verified }: Verification): boolean => verified >= required

export type VerifyRefusal =
  'batch-unknown' | 'batch-closed' | IdentifyRefusal | 'card-of-another-batch' | 'card-already-verified'

export interface Verifying {
  keys: KeyService
  batchId: string
  presented: Presented
  /** the station whose reader read it */
  stationId?: string
  /** who verifies, where the reader itself reports */
  staffId?: string
}

/**
 * A finished card is read once more: chip by its own message, code by its signature, stripe by its MAC. A bare number
 * proves nothing and is refused as not genuine. Refuses in the order of `VerifyRefusal`.
 */
export async function verifyCard(
  work: Work,
  { keys, batchId, presented, stationId, staffId }: Verifying,
): Promise<Result<Static<typeof VerifiedCard>, VerifyRefusal>> {
  const batch = await lockBatch(work.tx, batchId)
  if (!batch) return refuse('batch-unknown')
  if (batch.state === 'closed') return refuse('batch-closed')
  const isBareNumber = presented.kind === 'scan' && /^[0-9]+$/.test(presented.text)
  if (presented.kind === 'typed' || isBareNumber) return refuse('card-not-genuine')
  const seen = await identifyCard(work, keys, presented)
  if (!seen.ok) return seen
  const { cardNumber, position, means } = seen.value
  if (seen.value.batchId !== batchId) return refuse('card-of-another-batch')
  const row = await work.tx
    .insertInto('card_verifications')
    .values({
      id: derivedId(work.id, 'verification'),
      batch_id: batchId,
      card_number: cardNumber,
      has_passed: true,
      means: means === 'typed' ? 'scan' : means,
      station_id: stationId ?? null,
      reason: '',
      verified_by: staffId ?? staffOf(work.actor),
      verified_at: work.now,
    })
    .onConflict((conflict) => conflict.column('card_number').where('has_passed', '=', true).doNothing())
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
