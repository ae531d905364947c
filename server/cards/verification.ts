import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { refuse } from '../platform/refusal.ts'

/** Counts of a batch's cards. */
interface Verification {
  /** null means every card */
  sample: number | null
  /** of the cards finished so far */
  required: number
  verified: number
  failed: number
}

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

/** The refusal of whatever takes cards out of the office before enough of the batch was read again. */
export async function refuseUnverified(tx: Tx, batchId: string) {
  const { required, verified } = await verificationOf(tx, batchId)
  return verified < required ? refuse('cards-unverified', { required, verified }) : undefined
}
