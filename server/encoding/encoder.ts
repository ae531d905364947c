import { HardwareError } from '../../hardware/ports.ts'
import { findBatch, insertMovement, moveCard, spoilCard } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { actorName } from '../platform/actor.ts'
import { publish } from '../platform/events.ts'
import { AppError, RefusedError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, type Result } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import { findStation, type PresentCard, type Stations } from '../stations/index.ts'
import { encodeCard, StripeDiffers, type Encoded, type Step } from './card-job.ts'
import { claimCard, type ClaimedCard } from './claim.ts'
import { refuseDevices } from './device-choice.ts'
import { findRunningAt, openRunsOf, updateRun } from './queries.ts'
import { WAITING } from './run.ts'
import type { EncodingRunTable } from './table.ts'

export interface EncoderNeeds {
  platform: Pick<Platform, 'db' | 'clock' | 'events' | 'log'>
  keys: KeyService
  stations: Stations
  isSimulated: boolean
}

/** Works through the cards that are laid on the readers of running runs, one after another on each reader. */
export interface Encoder {
  /** Looks whether a station's readers have work: after a run began or went on. */
  wake(stationId: string): void
  /** Gives devices back that the run had switched to encoding. */
  release(run: { stationId: string; readerName: string; stripeName: string | null }): void
}

const OPEN = ['running', 'paused', 'finished'] as const

const nameOf = (stationId: string, device: string): string => `${stationId}/${device}`

export function createEncoder({ platform, keys, stations, isSimulated }: EncoderNeeds): Encoder {
  const { db, clock, events, log } = platform
  const busy = new Set<string>()
  const switched = new Set<string>()

  stations.on({
    cardPresent: ({ stationId, reader }) => serve(stationId, reader),
    stationUp: ({ stationId }) => takeUp(stationId),
    stationDown: ({ stationId }) => noteDown(stationId),
  })

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

  /** One reader does one thing at a time; a card that came meanwhile is served after it. */
  async function serve(stationId: string, readerName: string): Promise<void> {
    const name = nameOf(stationId, readerName)
    if (busy.has(name)) return
    busy.add(name)
    try {
      let done: PresentCard | undefined
      for (;;) {
        const card = stations.presentCard(stationId, readerName)
        if (!card || card === done) return
        done = card
        const run = await findRunningAt(db, { stationId, readerName })
        if (!run) return
        await encode(run)
      }
    } finally {
      busy.delete(name)
    }
  }

  async function encode(run: EncodingRunTable): Promise<void> {
    const telling = tellSteps(run)
    try {
      const encoded = await encodeOn(run, telling)
      await telling.told()
      await conclude(run, encoded)
    } catch (error) {
      await telling.told()
      await noteError(run, reasonOf(error, run), telling.card)
    }
  }

  async function encodeOn(run: EncodingRunTable, telling: Telling): Promise<Encoded> {
    const { station_id: stationId, reader_name: readerName, stripe_name: stripeName } = run
    const channel = stations.channel(stationId, readerName)
    const batch = await findBatch(db, run.batch_id)
    const station = await findStation(db, stationId, clock.now())
    if (!batch || !station) throw new AppError('run-orphaned', 'a run has its batch and its station')
    const choice = { station: { ...station, isUp: true }, readerName, stripeName, isSimulated }
    const unfit = refuseDevices({ ...choice, publicUrl: batch.public_url })
    if (unfit) throw new RefusedError({ ok: false, reason: unfit })
    return encodeCard({
      keys,
      batch,
      channel,
      writer: stripeName === null ? undefined : stations.stripe(stationId, stripeName),
      onStep: (step) => telling.step(step),
      async claim(uid) {
        const card = await act(run, (work) => claimCard(work, { batchId: run.batch_id, uid }))
        telling.card = card
        return card
      },
    })
  }

  async function conclude(run: EncodingRunTable, encoded: Encoded): Promise<void> {
    const { card, outcome } = encoded
    await act(run, async (work) => {
      const { cardNumber } = card
      if (encoded.outcome === 'spoiled') {
        const spoiled = await spoilCard(work, { keys, cardNumber, reason: encoded.reason })
        if (!spoiled.ok) return spoiled
      } else {
        const finished = await finishCard(work, run, encoded)
        if (!finished.ok) return finished
      }
      await updateRun(work.tx, run.id, {
        from: OPEN,
        set: { last_step: outcome, last_error: null, card_number: cardNumber },
      })
      return accept(undefined)
    })
  }

  /** Tells each step in its order, without holding up the card. */
  function tellSteps(run: EncodingRunTable): Telling {
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

  async function noteError(run: EncodingRunTable, error: string, card?: ClaimedCard): Promise<void> {
    await act(run, async (work) => {
      await updateRun(work.tx, run.id, { from: OPEN, set: { last_error: error } })
      const data = { runId: run.id, error, cardNumber: card?.cardNumber ?? null }
      await publish(work, { topic: `batch:${run.batch_id}`, type: 'run-error', data })
      return accept(undefined)
    }).catch(logFault('a run’s error was not told'))
  }

  /** What the operator is told; the rest is for the log. */
  function reasonOf(error: unknown, run: EncodingRunTable): string {
    if (error instanceof HardwareError) {
      return error.code === 'reader-gone' && !stations.isUp(run.station_id) ? 'station-down' : error.code
    }
    if (error instanceof RefusedError) return error.refusal.reason
    if (error instanceof StripeDiffers) return 'stripe-differs'
    logFault('a card was not encoded')(error)
    return 'fault'
  }

  const logFault = (what: string) => (error: unknown) => {
    log.error({ err: error }, what)
  }

  /** The station is there (again): its readers are made ready, and cards that lie there are gone on with. */
  async function takeUp(stationId: string): Promise<void> {
    for (const run of await openRunsOf(db, stationId)) {
      await act(run, async (work) => {
        await updateRun(work.tx, run.id, { from: OPEN, set: { last_step: WAITING, last_error: null } })
        const data = { runId: run.id, state: run.state }
        await publish(work, { topic: `batch:${run.batch_id}`, type: 'run-changed', data })
        return accept(undefined)
      })
    }
    await wake(stationId)
  }

  async function noteDown(stationId: string): Promise<void> {
    for (const run of await openRunsOf(db, stationId)) await noteError(run, 'station-down')
  }

  async function makeReady(run: EncodingRunTable): Promise<void> {
    for (const device of [run.reader_name, run.stripe_name]) {
      if (device === null || stations.device(run.station_id, device)?.mode === 'encode') continue
      switched.add(nameOf(run.station_id, device))
      await stations.setMode(run.station_id, device, 'encode')
    }
  }

  async function wake(stationId: string): Promise<void> {
    const running = (await openRunsOf(db, stationId)).filter(({ state }) => state === 'running')
    await Promise.all(
      running.map(async (run) => {
        await makeReady(run)
        await serve(stationId, run.reader_name)
      }),
    )
  }

  return {
    wake(stationId) {
      wake(stationId).catch(logFault('a run was not taken up'))
    },
    release({ stationId, readerName, stripeName }) {
      for (const device of [readerName, stripeName]) {
        if (device === null || !switched.delete(nameOf(stationId, device))) continue
        stations.setMode(stationId, device, 'tap').catch(logFault('a device was not given back'))
      }
    },
  }
}

interface Telling {
  /** known once the chip has its number */
  card: ClaimedCard | undefined
  step(step: Step): void
  /** Resolves when every step so far is told. */
  told(): Promise<void>
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
  })
  const data = { runId: run.id, cardNumber, position }
  await publish(work, { topic: `batch:${run.batch_id}`, type: 'card-finished', data })
  return moved
}
