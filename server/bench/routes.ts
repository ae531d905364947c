import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { HardwareError, type MagneticWriter, type Tracks } from '../../hardware/ports.ts'
import type { KeyService } from '../keys/index.ts'
import { findRun, readSilentCard } from '../encoding/index.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Db } from '../platform/database.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse } from '../platform/refusal.ts'
import type { Stations } from '../stations/index.ts'
import { onBench, type BenchRefusal } from './devices.ts'
import { examineSwipe } from './examine-swipe.ts'
import { examineCard } from './examine.ts'
import { lookAtCard } from './look.ts'
import { reReadCard } from './re-read.ts'
import * as schema from './schema.ts'

export interface BenchNeeds {
  keys: KeyService
  stations: Stations
  isSimulated: boolean
}

const DESK = ['administrator', 'card-operator'] as const
const REFUSALS: readonly BenchRefusal[] = [
  'station-unknown',
  'station-down',
  'device-unknown',
  'device-held',
  'reader-taken',
  'no-card-there',
  'device-fault',
]

export function benchRoutes(
  { db, clock }: Platform,
  { keys, stations, isSimulated }: BenchNeeds,
): FastifyPluginAsyncTypebox {
  /** Looks at a card, and reads `more`. `isOwn`: the reader is at a run's disposal, and the run asks. */
  async function look<T>(
    request: Parameters<typeof perform>[0],
    { stationId, readerName, isOwn = false }: { stationId: string; readerName: string; isOwn?: boolean },
    andThen: () => Promise<T>,
  ) {
    const now = clock.now()
    const device = { db, stations, stationId, name: readerName, kind: 'nfc-reader', now, isOwn } as const
    const read = async () => {
      const seen = await lookAtCard({ channel: stations.channel(stationId, readerName), readerName })
      return { seen, more: await andThen() }
    }
    const { seen, more } = valueOf(request, await onBench(device, read))
    return { examining: { keys, stationId, readerName, isSimulated, seen }, more }
  }

  return async (app) => {
    app.post(
      '/stations/:stationId/readers/:readerName/examine',
      {
        schema: {
          summary: 'Say what the card on a reader is, and what may be done with it',
          params: schema.ReaderParams,
          response: { 200: schema.Examination },
        },
        config: { access: DESK, refusals: REFUSALS },
      },
      async (request) => {
        const { examining } = await look(request, request.params, () => Promise.resolve())
        return perform(request, (work) => examineCard(work, examining))
      },
    )

    app.post(
      '/runs/:runId/re-read',
      {
        schema: {
          summary:
            'Read the card on a run’s reader again, between two cards or while the run is paused; it counts as verifying it',
          params: schema.RunParams,
          response: { 200: schema.ReRead },
        },
        config: { access: DESK, refusals: ['run-unknown', 'run-at-work', ...REFUSALS] },
      },
      async (request) => {
        const run = valueOf(request, await findOpenRun(db, request.params.runId))
        const reader = { stationId: run.station_id, readerName: run.reader_name }
        const { examining, more: silent } = await look(request, { ...reader, isOwn: true }, () =>
          readSilentCard({ db, keys, stations }, { stationId: reader.stationId, reader: reader.readerName }),
        )
        return perform(request, (work) => reReadCard(work, { ...examining, silent, batchId: run.batch_id }))
      },
    )

    app.post(
      '/stations/:stationId/writers/:writerName/swipe-examine',
      {
        schema: {
          summary: 'Wait for a swipe and say what the stripe is; never what it says',
          params: schema.WriterParams,
          response: { 200: schema.SwipeExamination },
        },
        config: { access: DESK, refusals: REFUSALS },
      },
      async (request) => {
        const { stationId, writerName } = request.params
        const device = {
          db,
          stations,
          stationId,
          name: writerName,
          kind: 'magnetic',
          now: clock.now(),
        } as const
        const read = () => readStripe(stations.stripe(stationId, writerName))
        const tracks = valueOf(request, await onBench(device, read))
        return perform(request, (work) => examineSwipe(work, { keys, stationId, writerName, tracks }))
      },
    )
  }
}

async function findOpenRun(db: Db, runId: string) {
  const run = await findRun(db, runId)
  return run && run.state !== 'finished' ? accept(run) : refuse('run-unknown')
}

/** A stripe on which nothing can be read is an answer here, and no fault. */
async function readStripe(writer: MagneticWriter): Promise<Tracks> {
  try {
    return await writer.read()
  } catch (error) {
    if (error instanceof HardwareError && error.code === 'bad-swipe') return {}
    throw error
  }
}
