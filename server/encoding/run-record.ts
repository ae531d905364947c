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

/** Views look four times a second: a step that is over by then is told by the one after it, or by the card's end. */
const TOLD_AFTER_MS = 250

/** Tells what one card is at, without holding it up. */
export interface Telling {
  /** known once the card has its number */
  card: ClaimedCard | undefined
  step(step: Step): void
  /** Gives the card its number by `rule`, and tells it, in one transaction. Throws as `act` does. */
  claim<Claimed extends ClaimedCard>(rule: (work: Work) => Promise<Result<Claimed>>): Promise<Claimed>
  /** Nothing more is told; resolves when nothing is being told either. */
  end(): Promise<void>
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
        await act(run, async (work) => accept(await noteStep(work, run, { step: latest, card })))
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
            if (claimed.ok) await noteStep(work, run, { step: latest, card: claimed.value })
            return claimed
          })
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
      await act(run, async (work) =>
        encoded.outcome === 'spoiled'
          ? await concludeSpoiled(work, run, { ...encoded, keys })
          : await concludeFinished(work, run, encoded),
      )
    },
  }
}

async function noteStep(
  work: Work,
  run: EncodingRunTable,
  { step, card }: { step: Step; card: ClaimedCard | undefined },
): Promise<void> {
  const [cardNumber, position] = [card?.cardNumber ?? null, card?.position ?? null]
  const set = { last_step: step, last_error: null, card_number: cardNumber }
  await updateRun(work.tx, run.id, { from: OPEN, set })
  const data = { runId: run.id, step, cardNumber, position }
  await publish(work, { topic: `batch:${run.batch_id}`, type: 'step', data })
}

async function concludeSpoiled(
  work: Work,
  run: EncodingRunTable,
  { card: { cardNumber }, reason, keys }: Extract<Encoded, { outcome: 'spoiled' }> & { keys: KeyService },
): Promise<Result<unknown>> {
  const spoiled = await spoilCard(work, { keys, cardNumber, reason, stationId: run.station_id })
  if (!spoiled.ok) return spoiled
  const set = { last_step: 'spoiled', last_error: null, card_number: cardNumber }
  await updateRun(work.tx, run.id, { from: OPEN, set })
  return spoiled
}

async function concludeFinished(
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
  await noteFinished(work.tx, run.id, { cardNumber, now: work.now })
  const data = { runId: run.id, cardNumber, position }
  await publish(work, { topic: `batch:${run.batch_id}`, type: 'card-finished', data })
  return moved
}
