import type { CardChannel } from '../ports.ts'
import { CardStatusError, exchangeAll, nativeStatus } from './apdu.ts'
import { keyVersionCommand, keyVersionIn } from './ev2-commands.ts'
import {
  type CardJob,
  type FinishedCard,
  openJob,
  type PersonalisationPlan,
  type SpoiledCard,
  spoiled,
} from './personalisation.ts'
import { proofCommands, proveCard } from './prove-card.ts'
import { openMaster, writeCard } from './write-card.ts'

const keyNumbers = [0, 1, 2, 3, 4] as const

/** Runs one job; memory that the chip itself reports as failed spoils the card, everything else is the caller's to see. */
export async function concluding<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | SpoiledCard> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof CardStatusError && error.status === nativeStatus.memoryError)
      return spoiled('memory-failed')
    throw error
  }
}

/** As `concluding` for an opened job. What the caller does about its keys is over by the end, also when the card was torn meanwhile. */
export const withJob = <Outcome>(
  opening: Promise<CardJob>,
  work: (job: CardJob) => Promise<Outcome>,
): Promise<Outcome | SpoiledCard> =>
  concluding(async () => {
    const job = await opening
    try {
      return await work(job)
    } finally {
      await job.content.catch(() => undefined)
    }
  })

export async function writeAndProve(
  job: CardJob,
  versions?: readonly number[],
): Promise<FinishedCard | SpoiledCard> {
  const answers = await writeCard(job, versions, (content) => proofCommands(job, content))
  if (!answers) return spoiled('foreign-keys')
  return (await proveCard(job, answers)) ?? spoiled('proof-failed')
}

/**
 * Goes on with a card that was torn after its first key: versions are readable without a key and cost no failed attempt.
 * The master key is changed last, so a card that has all five is complete and only to be proven.
 */
export async function resume(job: CardJob): Promise<FinishedCard | SpoiledCard> {
  const answers = await exchangeAll(job.channel, keyNumbers.map(keyVersionCommand))
  const versions = keyNumbers.map((number) => keyVersionIn(answers[number]))
  const complete = versions.every((version) => version === job.plan.keyVersion)
  const proof = complete ? await proveCard(job) : undefined
  return proof ?? writeAndProve(job, versions)
}

/**
 * Says in which state a card is after a tear, and finishes it if it was begun: 'blank' can still become any card,
 * 'finished' is proven, 'spoiled' can become none. Run with the plan that it was begun with.
 * Throws a `HardwareError`, 'card-lost' when torn again; the same card can then be fed once more.
 */
export const recover = (
  channel: CardChannel,
  plan: PersonalisationPlan,
): Promise<FinishedCard | SpoiledCard | { readonly outcome: 'blank' }> =>
  withJob(openJob(channel, plan, { checked: true }), async (job) => {
    if (!job.isUntouched) return resume(job)
    job.begin('authenticate')
    return (await openMaster(job, plan.oldKeys[0])) ? { outcome: 'blank' } : spoiled('foreign-keys')
  })
