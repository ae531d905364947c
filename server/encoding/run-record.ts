import { HardwareError } from '../../hardware/ports.ts'
import { insertMovement, spoilCard } from '../batches/index.ts'
import { moveCard } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { actorName } from '../platform/actor.ts'
import { publish } from '../platform/events.ts'
import { RefusedError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, type Result } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import { StripeDiffers, type Encoded, type Step } from './card-job.ts'
import type { ClaimedCard } from './claim.ts'
import { noteFinished, updateRun } from './queries.ts'
import type { EncodingRunTable } from './table.ts'

const OPEN = ['running', 'paused', 'finished'] as const

/** Tells the steps of one card in their order, without holding it up. */
export interface Telling {
  /** known once the chip has its number */
  card: ClaimedCard | undefined
  step(step: Step): void
  /** Resolves when every step so far is told. */
  told(): Promise<void>
}

/** What runs write down and tell: steps, ends and errors of cards, in the name of the run's station. */
export function createRunRecord(
  { db, clock, events, log }: Pick<Platform, 'db' | 'clock' | 'events' | 'log'>,
  keys: KeyService,
) {
  const logFault = (what: string) => (error: unknown) => {
    log.error({ err: error }, what)
  }

  /** Runs a rule for a run's station; throws `RefusedError` so that nothing of a refused rule stays. */
  async function act<T>(run: EncodingRunTable, rule: (work: Work) => Promise<Result<T>>): Promise<T> {
    const work = {
      now: clock.now(),
      id: newId(),
      actor: { kind: 'station', stationId: run.station_id } as const,
    }
    const value = await inTransaction(db, async (tx) => {
      const result = await rule({ ...work, tx })
      if (!result.ok) throw new RefusedError(result)
      return result.value
    })
    events.poke()
    return value
  }

  const noteStep = (run: EncodingRunTable, step: Step, card: ClaimedCard | undefined): Promise<void> =>
    act(run, async (work) => {
      const [cardNumber, position] = [card?.cardNumber ?? null, card?.position ?? null]
      const set = { last_step: step, last_error: null, card_number: cardNumber }
      await updateRun(work.tx, run.id, { from: OPEN, set })
      const data = { runId: run.id, step, cardNumber, position }
      await publish(work, { topic: `batch:${run.batch_id}`, type: 'step', data })
      return accept(undefined)
    })

  return {
    act,
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

    tellSteps(run: EncodingRunTable): Telling {
      let writing: Promise<unknown> = Promise.resolve()
      const telling: Telling = {
        card: undefined,
        step(step) {
          const { card } = telling
          writing = writing.then(() => noteStep(run, step, card)).catch(logFault('a step was not told'))
        },
        async told() {
          await writing
        },
      }
      return telling
    },

    async conclude(run: EncodingRunTable, encoded: Encoded): Promise<void> {
      const { card, outcome } = encoded
      await act(run, async (work) => {
        const { cardNumber } = card
        const ended =
          encoded.outcome === 'spoiled'
            ? await spoilCard(work, { keys, cardNumber, reason: encoded.reason, stationId: run.station_id })
            : await finishCard(work, run, encoded)
        if (!ended.ok) return ended
        if (outcome === 'finished') await noteFinished(work.tx, run.id, work.now)
        await updateRun(work.tx, run.id, {
          from: OPEN,
          set: { last_step: outcome, last_error: null, card_number: cardNumber },
        })
        return accept(undefined)
      })
    },
  }
}

async function finishCard(
  work: Work,
  run: EncodingRunTable,
  { card: { cardNumber, position }, sunCounter, stripeWritten }: Extract<Encoded, { outcome: 'finished' }>,
): Promise<Result<unknown>> {
  const set = { sun_counter: sunCounter, stripe_written: stripeWritten }
  const moved = await moveCard(work, { cardNumber, from: ['encoding'], to: 'encoded', set })
  if (!moved.ok) return moved
  await insertMovement(work.tx, {
    id: newId(),
    batch_id: run.batch_id,
    kind: 'issued',
    quantity: 1,
    card_number: cardNumber,
    reason: '',
    recorded_by: actorName(work.actor),
    recorded_at: work.now,
    station_id: run.station_id,
  })
  const data = { runId: run.id, cardNumber, position }
  await publish(work, { topic: `batch:${run.batch_id}`, type: 'card-finished', data })
  return moved
}
