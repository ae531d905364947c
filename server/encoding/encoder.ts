import { setTimeout as pause } from 'node:timers/promises'
import { findBatch, transportKeyOf, type BatchRow } from '../batches/index.ts'
import { stripeTracks } from '../cards/index.ts'
import { nameOf as nameOfDesign } from '../designs/index.ts'
import type { KeyService } from '../keys/index.ts'
import { AppError, RefusedError } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import { findStation, type PresentCard, type Stations } from '../stations/index.ts'
import { encodeCard, type Encoded, type Stripe } from './card-job.ts'
import { chipWriters } from './chips/writers.ts'
import { claimStripe } from './claim.ts'
import { refuseDevices } from './device-choice.ts'
import { findRunningAt, noteStripeBegun, openRunsOf } from './queries.ts'
import { WAITING } from './run.ts'
import { createRunRecord, type Telling } from './run-record.ts'
import { encodeStripe } from './stripe-job.ts'
import { trustedMakers } from './trusted-makers.ts'
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

/** Before a stripe writer that just failed is asked again: one that fails at once would be asked without end. */
const BEFORE_NEXT_SWIPE_MS = 500

const nameOf = (stationId: string, device: string): string => `${stationId}/${device}`

/** Cards without a chip: the writer itself is what the run has. */
const isStripeOnly = (run: EncodingRunTable): boolean => run.reader_name === run.stripe_name

export function createEncoder({ platform, keys, stations, isSimulated }: EncoderNeeds): Encoder {
  const { db, clock } = platform
  const record = createRunRecord(platform, keys)
  const { logFault } = record
  /** By device at work: how often it was asked to look for work since it began. */
  const busy = new Map<string, { asked: number }>()
  /** By station, the devices that runs had switched to encoding. */
  const switched = new Map<string, Set<string>>()

  stations.on({
    cardPresent: ({ stationId, reader }) => serve(stationId, reader),
    stationUp: ({ stationId }) => takeUp(stationId),
    stationDown: ({ stationId }) => noteDown(stationId),
  })

  /** A device does one thing at a time. */
  async function alone(name: string, work: (turn: { asked: number }) => Promise<void>): Promise<void> {
    const underWay = busy.get(name)
    if (underWay) underWay.asked += 1
    if (underWay) return
    const turn = { asked: 0 }
    busy.set(name, turn)
    try {
      await work(turn)
    } finally {
      busy.delete(name)
    }
  }

  /** A card that came while another was written is served after it, one that came while its run went on, too. */
  const serve = (stationId: string, readerName: string): Promise<void> =>
    alone(nameOf(stationId, readerName), async (turn) => {
      let done: PresentCard | undefined
      for (;;) {
        const { asked } = turn
        const card = stations.presentCard(stationId, readerName)
        if (!card || card === done) return
        const run = await findRunningAt(db, { stationId, readerName })
        if (run) {
          done = card
          await encode(run, encodeOn)
        } else if (turn.asked === asked) return
      }
    })

  /** Cards with nothing but a stripe are drawn through one after another, until the run is paused or its writer is gone. */
  const serveStripe = (stationId: string, writerName: string): Promise<void> =>
    alone(nameOf(stationId, writerName), async () => {
      for (;;) {
        const run = await findRunningAt(db, { stationId, readerName: writerName })
        if (!run || !stations.isUp(stationId)) return
        if (!(await encode(run, encodeStripeOn))) return
      }
    })

  /** @returns whether the run can go on without anybody doing something about it first */
  async function encode(
    run: EncodingRunTable,
    encodeOne: (run: EncodingRunTable, telling: Telling) => Promise<Encoded>,
  ): Promise<boolean> {
    const telling = record.tellSteps(run, isStripeOnly(run) ? 'write-stripe' : 'read-chip')
    try {
      const encoded = await stations.inTurn(run.station_id, run.reader_name, () => encodeOne(run, telling))
      await telling.end()
      await record.conclude(run, encoded)
      return true
    } catch (error) {
      await telling.end()
      const reason = record.reasonOf(error, stations.isUp(run.station_id))
      await record.noteError(run, reason, telling.card)
      const mayGoOn = reason === 'bad-swipe' || reason === 'stripe-differs' || reason === 'timeout'
      if (mayGoOn) await pause(BEFORE_NEXT_SWIPE_MS)
      return mayGoOn
    }
  }

  /** Throws `RefusedError` when the run's devices must not have this batch any more. */
  async function checkDevices(run: EncodingRunTable): Promise<BatchRow> {
    const { station_id: stationId, reader_name: readerName, stripe_name: stripeName } = run
    const [batch, station] = await Promise.all([
      findBatch(db, run.batch_id),
      findStation(db, stationId, clock.now()),
    ])
    if (!batch || !station) throw new AppError('run-orphaned', 'a run has its batch and its station')
    const devices = { station: { ...station, isUp: true }, readerName, stripeName, isSimulated }
    const unfit = refuseDevices({ ...devices, batch })
    if (unfit) throw new RefusedError({ ok: false, reason: unfit })
    return batch
  }

  async function stripeOf(run: EncodingRunTable, batch: BatchRow, writerName: string): Promise<Stripe> {
    const { design, design_version: version } = batch
    const face = { design, name: await nameOfDesign(db, { code: design, version }) }
    return {
      writer: stations.stripe(run.station_id, writerName),
      tracksFor: ({ cardNumber }) => stripeTracks(keys, { cardNumber, ...face }),
    }
  }

  async function encodeOn(run: EncodingRunTable, telling: Telling): Promise<Encoded> {
    const { station_id: stationId, reader_name: readerName, stripe_name: stripeName } = run
    const channel = stations.channel(stationId, readerName)
    const batch = await checkDevices(run)
    const { chip } = batch
    if (chip === 'stripe-only')
      throw new AppError('run-orphaned', 'a run of cards without chips has no reader')
    return encodeCard({
      keys,
      batch,
      channel,
      readerName,
      writeChip: chipWriters[chip],
      transportKey: await transportKeyOf(db, keys, batch.transport_key_id),
      trustedMakers: trustedMakers(isSimulated),
      stripe: stripeName === null ? undefined : await stripeOf(run, batch, stripeName),
      onStep: (step) => telling.step(step),
      claim: (uid) => telling.claimChip(uid),
    })
  }

  async function encodeStripeOn(run: EncodingRunTable, telling: Telling): Promise<Encoded> {
    const { writer, tracksFor } = await stripeOf(run, await checkDevices(run), run.reader_name)
    const begun = run.card_number
    const card = await telling.claim((work) => claimStripe(work, { batchId: run.batch_id, begun }))
    const { cardNumber } = card
    return encodeStripe(writer, {
      card,
      tracks: tracksFor(card),
      onStep: (step) => telling.step(step),
      noteBegun: (isBegun) => noteStripeBegun(db, { cardNumber, isBegun }),
    })
  }

  /** The station is there (again): its readers are made ready, and cards that lie there are gone on with. */
  async function takeUp(stationId: string): Promise<void> {
    const open = await openRunsOf(db, stationId)
    // Work of this station may have been taken over while it was away.
    const inUse = new Set(open.flatMap((run) => [run.reader_name, run.stripe_name]))
    for (const device of switched.get(stationId) ?? []) if (!inUse.has(device)) giveBack(stationId, device)
    for (const run of open) await record.noteChanged(run, WAITING)
    await wake(stationId)
  }

  async function noteDown(stationId: string): Promise<void> {
    for (const run of await openRunsOf(db, stationId)) await record.noteError(run, 'station-down')
  }

  /** Devices of a station that is away are given back when it returns. */
  function giveBack(stationId: string, device: string): void {
    if (!stations.isUp(stationId) || !switched.get(stationId)?.delete(device)) return
    stations.setMode(stationId, device, 'tap').catch(logFault('a device was not given back'))
  }

  async function makeReady(run: EncodingRunTable): Promise<void> {
    for (const device of new Set([run.reader_name, run.stripe_name])) {
      if (device !== null)
        await stations.inTurn(run.station_id, device, () => switchToEncoding(run.station_id, device))
    }
  }

  async function switchToEncoding(stationId: string, device: string): Promise<void> {
    const mode = stations.device(stationId, device)?.mode
    if (mode === undefined || mode === 'encode') return // a station that is away is taken up when it is back
    switched.set(stationId, (switched.get(stationId) ?? new Set()).add(device))
    await stations.setMode(stationId, device, 'encode')
  }

  async function wake(stationId: string): Promise<void> {
    const running = (await openRunsOf(db, stationId)).filter(({ state }) => state === 'running')
    await Promise.all(
      running.map(async (run) => {
        await makeReady(run)
        await (isStripeOnly(run) ? serveStripe : serve)(stationId, run.reader_name)
      }),
    )
  }

  return {
    wake(stationId) {
      wake(stationId).catch(logFault('a run was not taken up'))
    },
    release({ stationId, readerName, stripeName }) {
      for (const device of [readerName, stripeName]) if (device !== null) giveBack(stationId, device)
    },
  }
}
