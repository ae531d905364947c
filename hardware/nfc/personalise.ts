import type { CardChannel } from '../ports.ts'
import { type FinishedCard, openJob, type PersonalisationPlan, type SpoiledCard } from './personalisation.ts'
import { concluding, isUntouched, resume, writeAndProve } from './recover.ts'

/**
 * Makes a blank NTAG 424 DNA one of our cards, or finishes one that was torn: address, keys 1–4, SUN, key 0, then the
 * proof by its own message. 20 APDUs for a blank card. Repeating it on a finished card only proves the card again.
 * Throws a `HardwareError`: 'card-lost' when torn (feed the same card again), 'unknown-card' for another chip,
 * 'card-refused' when the chip answers something that a second feed may cure.
 */
export const personalise = (
  channel: CardChannel,
  plan: PersonalisationPlan,
): Promise<FinishedCard | SpoiledCard> =>
  concluding(async () => {
    const job = await openJob(channel, plan)
    return (await isUntouched(job)) ? writeAndProve(job) : resume(job)
  })
