import type { BatchDetails } from '../../../server/batches/schema.ts'
import { openHands, type Hands } from './hands.ts'
import { nextAddress, openClient } from './http-client.ts'
import { watchLive, type LiveStream } from './live.ts'
import { done, openOffice, type Office } from './office.ts'
import type { ServerProcess } from './server-process.ts'

/** An office with a station whose hands are this process. */
export interface EncodingDesk extends Office {
  server: ServerProcess
  stationId: string
  hands: Hands
  close(): Promise<void>
}

export async function openEncodingDesk(
  server: ServerProcess,
  readers: readonly string[],
): Promise<EncodingDesk> {
  const { address } = server
  const office = await openOffice(address)
  const { code } = await office.ask<{ code: string }>('/stations/pairing-codes', { simulated: true })
  const live = await watchLive(address, office.administrator, ['stations'])
  const hands = await openHands(address, { code, name: 'Desk', readers })
  const up = await live.next(0, ({ type }) => type === 'station-up')
  live.close()
  return {
    ...office,
    server,
    stationId: String(up.data['stationId']),
    hands,
    async close() {
      await hands.close()
      office.administrator.close()
    },
  }
}

export interface RunningBatch {
  id: string
  /** of each reader, in their order */
  runs: string[]
  live: LiveStream
  details(): Promise<BatchDetails>
}

/** Orders a batch, approves it and begins to encode on every reader of the desk. */
export async function beginBatch(
  desk: EncodingDesk,
  size: { cards: number; blanks: number },
): Promise<RunningBatch> {
  const { ask, administrator, programmeId, stationId, hands, server } = desk
  const order = {
    programmeId,
    design: 'gold',
    level: 'gold',
    quantity: size.cards,
    blanksReceived: size.blanks,
  }
  const { id } = await ask<BatchDetails>('/batches', order)
  await ask(`/batches/${id}/approve`, { aloneReason: 'a proof has one person' })
  const live = await watchLive(server.address, administrator, [`batch:${id}`])
  const runs = await Promise.all(
    hands.readers.map((readerName) =>
      ask<{ id: string }>(`/batches/${id}/runs`, { stationId, readerName, stripeName: null }),
    ),
  )
  await hands.ready()
  return {
    id,
    runs: runs.map((run) => run.id),
    live,
    details: async () => done(await administrator.get<BatchDetails>(`/batches/${id}`)),
  }
}

/** What is not the card's end: the station was away, and the card that still lies there is gone on with. */
const PASSING = new Set(['station-down', 'reader-gone'])

/** Waits for what a run makes of the card on its reader; fails with what was heard instead. */
export async function nextOutcome({ live }: RunningBatch, runId: string | undefined, after: number) {
  try {
    return await live.next(after, ({ type, data }) => {
      if (data['runId'] !== runId) return false
      return type === 'card-finished' || (type === 'run-error' && !PASSING.has(String(data['error'])))
    })
  } catch (cause) {
    const heard = live.heard
      .slice(Math.max(0, after - 8))
      .map(({ type, data }) => `${type} ${JSON.stringify(data)}`)
    throw new Error(`run ${runId} said nothing after ${live.heard[after - 1]?.type}:\n${heard.join('\n')}`, {
      cause,
    })
  }
}

/** Whether a phone would call this chip genuine. */
export async function isGenuine(
  { server }: EncodingDesk,
  shown: URLSearchParams | undefined,
): Promise<boolean> {
  const tap = { batchCode: shown?.get('b'), picc: shown?.get('p'), mac: shown?.get('m') }
  if (!tap.batchCode || !tap.picc || !tap.mac) return false
  const phone = openClient(server.address, { from: nextAddress })
  const { verdict } = done(await phone.post<{ verdict: string }>('/taps/check', tap))
  phone.close()
  return verdict === 'genuine'
}
