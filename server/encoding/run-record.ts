import { HardwareError } from '../../hardware/ports.ts'
import type { KeyService } from '../keys/index.ts'
import { publish } from '../platform/events.ts'
import { RefusedError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, type Result } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import { StripeDiffers, type Encoded, type Step } from './card-job.ts'
import { claimAll, type ChipOnReader } from './claim.ts'
import type { ClaimedCard } from './claimed-card.ts'
import { finishAll, spoilOne, type Finished } from './ends.ts'
import { updateRun } from './queries.ts'
import { noteSteps } from './step-notes.ts'
import type { EncodingRunTable } from './table.ts'
import { together } from './together.ts'

const OPEN = ['running', 'paused', 'finished'] as const

/** Views look four times a second: a step that is over by then is told by the one after it, or by the card's end. */
const TOLD_AFTER_MS = 250

/** Tells what one card is at, without holding it up. */
export interface Telling {
  /** known once the card has its number */
  card: ClaimedCard | undefined
  step(step: Step): void
  /** Gives the card its number by `rule`, and tells it, in one transaction. Throws as `act` does. */
  claim<Claimed extends ClaimedCard>(rule: (work: Work) => Promise<Result<Claimed>>): Promise<Claimed>
  /** As `claim` by `claimCards`, in one transaction with the chips that wait on other readers of the station. */
  claimChip(uid: string): Promise<ClaimedCard>
  /** Nothing more is told; resolves when nothing is being told either. */
  end(): Promise<void>
}

/** Readers of one station that make cards of one batch write down together. */
const groupOf = (run: EncodingRunTable): string => `${run.station_id}/${run.batch_id}`

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new RefusedError(result)
  return result.value
}

/** What runs write down and tell: steps, ends and errors of cards, in the name of the run's station. */
export function createRunRecord(
  { db, clock, events, log }: Pick<Platform, 'db' | 'clock' | 'events' | 'log'>,
  keys: KeyService,
) {
  const logFault = (what: string) => (error: unknown) => {
    log.error({ err: error }, what)
  }

  /** One transaction in the name of a run's station; what it tells is heard when views look again, four times a second. */
  async function write<T>(
    run: Pick<EncodingRunTable, 'station_id'>,
    rule: (work: Work) => Promise<T>,
  ): Promise<T> {
    const work = {
      now: clock.now(),
      id: newId(),
      actor: { kind: 'station', stationId: run.station_id } as const,
    }
    return inTransaction(db, (tx) => rule({ ...work, tx }))
  }

  /** Runs a rule for a run's station; throws `RefusedError` so that nothing of a refused rule stays. */
  async function act<T>(run: EncodingRunTable, rule: (work: Work) => Promise<Result<T>>): Promise<T> {
    const value = await write(run, async (work) => valueOf(await rule(work)))
    events.poke()
    return value
  }

  // Eight cards that are laid down at once would else wait for the batch, and for the disk, one after another.
  const claims = together((chips: readonly [ChipOnReader, ...ChipOnReader[]]) =>
    write(chips[0].run, (work) => claimAll(work, chips)),
  )
  const finishes = together(async (cards: readonly [Finished, ...Finished[]]) => {
    const finished = await write(cards[0].run, (work) => finishAll(work, cards))
    events.poke()
    return finished
  })

  return {
    logFault,

    /** A run stands anew: its station is there again. */
    noteChanged: (run: EncodingRunTable, lastStep: string): Promise<void> =>
      act(run, async (work) => {
        await updateRun(work.tx, run.id, { from: OPEN, set: { last_step: lastStep, last_error: null } })
        const data = { runId: run.id, state: run.state }
        await publish(work, { topic: `batch:${run.batch_id}`, type: 'run-changed', data })
        return accept(undefined)
      }),

    async noteError(run: EncodingRunTable, error: string, card?: ClaimedCard): Promise<void> {
      await act(run, async (work) => {
        await updateRun(work.tx, run.id, { from: OPEN, set: { last_error: error } })
        const data = { runId: run.id, error, cardNumber: card?.cardNumber ?? null }
        await publish(work, { topic: `batch:${run.batch_id}`, type: 'run-error', data })
        return accept(undefined)
      }).catch(logFault('a run’s error was not told'))
    },

    /** What the operator is told; the rest is for the log. */
    reasonOf(error: unknown, isStationUp: boolean): string {
      if (error instanceof HardwareError) {
        return error.code === 'reader-gone' && !isStationUp ? 'station-down' : error.code
      }
      if (error instanceof RefusedError) return error.refusal.reason
      if (error instanceof StripeDiffers) return 'stripe-differs'
      logFault('a card was not encoded')(error)
      return 'fault'
    },

    tellSteps(run: EncodingRunTable, first: Step): Telling {
      let latest = first
      let timer: NodeJS.Timeout | undefined
      let writing: Promise<void> = Promise.resolve()

      async function note(): Promise<void> {
        await writing
        const { card } = telling
        await write(run, (work) => noteSteps(work, { run, step: latest, card }))
      }

      const telling: Telling = {
        card: undefined,
        step(step) {
          latest = step
          timer ??= setTimeout(() => {
            timer = undefined
            writing = note().catch(logFault('a step was not told'))
          }, TOLD_AFTER_MS)
        },
        async claim(rule) {
          await telling.end()
          const card = await act(run, async (work) => {
            const claimed = await rule(work)
            if (claimed.ok) await noteSteps(work, { run, step: latest, card: claimed.value })
            return claimed
          })
          telling.card = card
          return card
        },
        async claimChip(uid) {
          await telling.end()
          const card = valueOf(await claims(groupOf(run), { run, uid, step: latest }))
          telling.card = card
          return card
        },
        async end() {
          clearTimeout(timer)
          timer = undefined
          await writing
        },
      }
      return telling
    },

    async conclude(run: EncodingRunTable, encoded: Encoded): Promise<void> {
      if (encoded.outcome === 'spoiled') await act(run, (work) => spoilOne(work, { run, encoded, keys }))
      else valueOf(await finishes(groupOf(run), { run, encoded }))
    },
  }
}
