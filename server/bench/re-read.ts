import { countVerified, lockBatch } from '../batches/index.ts'
import { assert } from '../platform/errors.ts'
import { accept, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { examine, type Examined, type Examining } from './examine.ts'
import type { ReRead } from './schema.ts'

/**
 * Says what the card on a run's reader is, and counts it as verified by the rule that every verification has; where it
 * does not count, the answer says why.
 */
export async function reReadCard(
  work: Work,
  { batchId, ...examining }: Examining & { batchId: string },
): Promise<Result<ReRead, never>> {
  const batch = await lockBatch(work.tx, batchId)
  assert(batch, 'a run has its batch')
  const { examination, identified } = await examine(work, examining)

  async function verification(of: Examined['identified']): Promise<ReRead['verification']> {
    if (!batch || !examination.card) return null
    if (!of) return { counts: false, why: 'card-not-genuine' }
    if (!of.ok) return { counts: false, why: of.reason }
    if (examination.card.cardNumber !== of.value.cardNumber) return { counts: false, why: 'card-copied' }
    const counted = await countVerified(work, { batch, card: of.value, stationId: examining.stationId })
    if (!counted.ok) return { counts: false, why: counted.reason }
    return { counts: true, verification: counted.value.verification }
  }

  return accept({ ...examination, verification: await verification(identified) })
}
