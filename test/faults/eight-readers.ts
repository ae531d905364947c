import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Static } from 'typebox'
import { pairStation } from '../../hardware/station/pair.ts'
import { hex } from '../../hardware/nfc/bytes.ts'
import { VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { simulatorSignature } from '../../hardware/simulator/originality.ts'
import type { BatchDetails } from '../../server/batches/schema.ts'
import type { LiveStation, Stations } from '../../server/stations/schema.ts'
import { startStation, type StationProcess } from '../station/process.ts'
import { startPcscd, type PrivatePcscd } from '../support/pcsc-daemon.ts'
import { plugCard } from '../support/vpcd-card.ts'
import { cpuMsOf } from './ground/cpu-time.ts'
import { watchLive, type LiveStream } from './ground/live.ts'
import { approveAsAnother, done, openOffice, type Office } from './ground/office.ts'
import { median, type Proof } from './ground/proof.ts'
import { startServerProcess, type ServerProcess } from './ground/server-process.ts'

const READERS = 8
/** What a command takes in the field of a real reader, wire and chip together. */
const EXCHANGE_MS = 5
/** What a card takes to be finished, its signature included. */
const COMMANDS = 20
/** pcscd looks at its slots every 400 ms. */
const PCSCD_LOOKS_MS = 600
/** The goal for the share of a card's time that is not the readers', on a machine that has nothing else to do: recorded, not demanded. */
const GOAL_PERCENT = 20

interface Fed {
  apdus: number
  /** from the first command to the office's page knowing that the card is finished */
  ms: number
  /** of that, while the reader had the command; on a busy machine its 5 ms take longer */
  readerMs: number
}

/**
 * Eight readers at once on one station, through its native driver and a real pcscd: throughput, commands per card, our
 * processor time, and the share of a card's time that is ours: all but what the same commands take through the bare
 * driver and its pcscd, before and after. Beside it, all but the 5 ms a command. Every card must come out finished.
 */
export const eightReaders: Proof<{ cardsPerReader: number }> = {
  name: 'eight-readers',
  small: { cardsPerReader: 1 },
  full: { cardsPerReader: 75 },
  async run(ground, { cardsPerReader }) {
    const database = await ground.createDatabase()
    const server = await startServerProcess({
      databaseUrl: database.url,
      publicUrl: 'https://cards.example.com',
    })
    const pcscd = await startPcscd(READERS)
    const office = await openOffice(server.address)
    let station: StationProcess | undefined
    let live: LiveStream | undefined
    try {
      const cards = READERS * cardsPerReader
      const order = { programmeId: office.programmeId, design: 'gold', level: 'gold' }
      const counts = { quantity: cards, blanksReceived: cards }
      const { id: batchId } = await office.ask<BatchDetails>('/batches', { ...order, ...counts })
      await approveAsAnother(server.address, office, batchId)
      const bareCards = Math.min(cardsPerReader, 25)
      const bare = await feedBare(pcscd, bareCards)
      live = await watchLive(server.address, office.administrator, ['stations', `batch:${batchId}`])
      station = await openStation(office, server.address, pcscd.socketPath)
      const { id: stationId } = await untilAllAreThere(office)
      await office.ask(`/stations/${stationId}/approve`, { approvedForBlanks: true })

      const cpuBefore = await cpuOf(server, station)
      const startedAt = performance.now()
      const desk = { office, live, stationId, batchId }
      const fed = await Promise.all(pcscd.slots.map((slot) => feedReader(desk, slot, cardsPerReader)))
      const all = fed.flat()
      const seconds = (performance.now() - startedAt) / 1_000
      const cpuAfter = await cpuOf(server, station)
      const { cards: ended, balance } = done(
        await office.administrator.get<BatchDetails>(`/batches/${batchId}`),
      )
      assert.deepEqual([ended.ready, balance.issued, balance.spoiled], [cards, cards, 0])
      await station.stop()
      bare.push(...(await feedBare(pcscd, bareCards)))
      const [cardMs, bareMs] = [median(all.map(({ ms }) => ms)), median(bare)]
      return {
        readers: READERS,
        cards,
        apdusPerCard: median(all.map(({ apdus }) => apdus)),
        exchangeMs: EXCHANGE_MS,
        readerMsPerCard: median(all.map(({ readerMs }) => readerMs)),
        bareReaderMsMedian: bareMs,
        cardMsMedian: cardMs,
        serverCpuMsPerCard: Math.round((10 * (cpuAfter.server - cpuBefore.server)) / cards) / 10,
        stationCpuMsPerCard: Math.round((10 * (cpuAfter.station - cpuBefore.station)) / cards) / 10,
        // What hands and pcscd's look at its slots every 400 ms take between two cards is in it.
        cardsPerHour: Math.round((cards * 3_600) / seconds),
        cardsPerHourOnTheReaders: Math.round((READERS * 3_600_000) / cardMs),
        percentOfTheReadersLimit: Math.round((1_000 * bareMs) / cardMs) / 10,
        oursPercent: Math.round(1_000 * (1 - bareMs / cardMs)) / 10,
        oursPercentGoal: GOAL_PERCENT,
        oursAndTheDriversPercentMedian: median(all.map(({ ms, readerMs }) => 100 * (1 - readerMs / ms))),
      }
    } catch (cause) {
      throw new Error(
        `The server said: ${server.said()}; the station: ${station?.sentences.join(' ') ?? 'nothing'}`,
        { cause },
      )
    } finally {
      live?.close()
      await station?.stop()
      office.administrator.close()
      await pcscd.stop()
      await server.stop()
      await database.drop()
    }
  },
}

const cpuOf = async (server: ServerProcess, station: StationProcess) => ({
  server: await cpuMsOf(server.pid()),
  station: await cpuMsOf(station.pid),
})

/** @returns how long each card took from its first command to its last, with nobody but the driver behind the readers */
async function feedBare({ slots, socketPath }: PrivatePcscd, cards: number): Promise<number[]> {
  const program = fileURLToPath(new URL('ground/bare-readers.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', program, String(COMMANDS)], {
    env: { ...process.env, PCSCLITE_CSOCK_NAME: socketPath, UV_THREADPOOL_SIZE: '32' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let seen = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (seen += text))
  try {
    while (seen.split('\n').length <= 2 * READERS) await pause(100)
    const took = slots.map(async ({ port }) => {
      const each: number[] = []
      while (each.length < cards) each.push(await feedOneBare(port))
      return each
    })
    return (await Promise.all(took)).flat()
  } finally {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}

async function feedOneBare(port: number): Promise<number> {
  const chip = VirtualNtag424.blank('04A3B2C1D0E180')
  const answer = Uint8Array.of(0x91, 0x00)
  const card = { atr: chip.atr, exchangeMs: EXCHANGE_MS, process: () => answer, powerOff: () => undefined }
  const plugged = await plugCard(port, card)
  while (plugged.apdus < COMMANDS) await pause(20)
  await pause(EXCHANGE_MS * 4)
  const { firstAt = NaN, lastAt = NaN } = plugged
  await plugged.remove()
  await pause(PCSCD_LOOKS_MS)
  return lastAt - firstAt
}

async function openStation({ ask }: Office, address: string, socketPath: string): Promise<StationProcess> {
  const { code } = await ask<{ code: string }>('/stations/pairing-codes', { simulated: false })
  const token = await pairStation({ serverUrl: address, code, name: 'Eight readers' })
  return startStation(
    { serverUrl: address, token, simulated: false },
    { PCSCLITE_CSOCK_NAME: socketPath, CARDWRIGHT_PCSC_DRIVER: 'nfc-pcsc' },
  )
}

async function see({ administrator }: Office): Promise<LiveStation | undefined> {
  return done(await administrator.get<Static<typeof Stations>>('/stations')).stations[0]
}

async function untilAllAreThere(office: Office): Promise<LiveStation> {
  const deadline = performance.now() + 60_000
  for (;;) {
    const station = await see(office)
    // Each virtual reader has two slots.
    if (station?.isUp && station.devices.length === 2 * READERS) return station
    assert.ok(performance.now() < deadline, `the station has ${station?.devices.length ?? 0} readers`)
    await pause(100)
  }
}

interface Desk {
  office: Office
  live: LiveStream
  stationId: string
  batchId: string
}

async function feedReader(
  { office, live, stationId, batchId }: Desk,
  { reader, port }: { reader: string; port: number },
  cards: number,
): Promise<Fed[]> {
  const run = { stationId, readerName: reader, stripeName: null }
  const { id: runId } = await office.ask<{ id: string }>(`/batches/${batchId}/runs`, run)
  const fed: Fed[] = []
  while (fed.length < cards) {
    const chip = signedBlank()
    const before = live.heard.length
    const plugged = await plugCard(port, {
      atr: chip.atr,
      uid: chip.uid,
      exchangeMs: EXCHANGE_MS,
      process: (apdu) => chip.process(apdu),
      powerOff: () => chip.powerOff(),
    })
    const outcome = await live.next(
      before,
      ({ type, data }) => data['runId'] === runId && ['card-finished', 'run-error'].includes(type),
      60_000,
    )
    assert.equal(outcome.type, 'card-finished', JSON.stringify(outcome.data))
    const { apdus, busyMs: readerMs, firstAt = outcome.at } = plugged
    fed.push({ apdus, readerMs, ms: outcome.at - firstAt })
    await plugged.remove()
    await untilEmpty({ office, live }, reader)
  }
  return fed
}

/** A chip that has its signature from its maker, and does not make it while the readers are at work. */
function signedBlank(): VirtualNtag424 {
  const blank = VirtualNtag424.blank(`04${randomBytes(6).toString('hex').toUpperCase()}`)
  const signature = hex(simulatorSignature('ntag424', blank.uid))
  return VirtualNtag424.fromJson({ ...blank.toJSON(), signature })
}

/** Looks again when the page is told to, as the page does. */
async function untilEmpty({ office, live }: Pick<Desk, 'office' | 'live'>, reader: string): Promise<void> {
  await pause(PCSCD_LOOKS_MS)
  for (;;) {
    const before = live.heard.length
    const device = (await see(office))?.devices.find(({ name }) => name === reader)
    if (device?.state === 'ready') return
    await live.next(before, ({ type }) => type === 'devices-changed')
  }
}
