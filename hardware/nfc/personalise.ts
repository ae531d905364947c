import type { CardChannel } from '../ports.ts'
import {
  type FinishedCard,
  openJob,
  type PersonalisationPlan,
  type SpoiledCard,
  spoiled,
  type WrittenCard,
} from './personalisation.ts'
import { resume, withJob, writeAndProve } from './recover.ts'
import { openMaster, writeCard } from './write-card.ts'

/**
 * Makes a blank NTAG 424 DNA one of our cards, or finishes one that was torn: address, keys 1–4, SUN, key 0, then the
 * proof by its own message. 19 APDUs for a blank card, one more for its signature, 3 for LRP, 1 for Random ID. Repeating it on a finished card only proves the card again.
 * Throws a `HardwareError`: 'card-lost' when torn (feed the same card again), 'unknown-card' for another chip,
 * 'not-genuine' for one that its maker did not sign, 'card-refused' when the chip answers something that a second feed may cure.
 */
export const personalise = (
  channel: CardChannel,
  plan: PersonalisationPlan,
): Promise<FinishedCard | SpoiledCard> =>
  withJob(openJob(channel, plan, { checked: true }), (job) =>
    job.isUntouched ? writeAndProve(job) : resume(job),
  )

/**
 * As `personalise` in the fewest commands, 10 for a blank card: nothing is read back, and phones are not told that the
 * address is read-only (it is). Whoever uses it verifies a sample by `personalise`, which proves a finished card.
 */
export const personaliseUnchecked = (
  channel: CardChannel,
  plan: PersonalisationPlan,
): Promise<WrittenCard | SpoiledCard> =>
  withJob(openJob(channel, plan, { checked: false }), async (job) => {
    // A card that was torn after its last command knows its new master key already.
    const isWritten =
      (await writeCard(job)) !== undefined ||
      (await openMaster(job, (await job.content).newKeys[0])) !== undefined
    return isWritten ? { outcome: 'written', uid: job.uid } : spoiled('foreign-keys')
  })
