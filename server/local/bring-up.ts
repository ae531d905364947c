import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { environmentWith, startEnvironment } from '../config/environment.ts'
import { systemFolder } from './data-folder.ts'
import type { FirstStart } from './first-start.ts'
import { choosePort, freePort } from './free-port.ts'
import { keepPostgres } from './kept-postgres.ts'
import { keepRunning, type Kept, type KeptProcess } from './kept-process.ts'
import type { Orders } from './local-server.ts'
import { postgresHome } from './postgres-home.ts'
import { lifeOf } from './process-life.ts'
import type { OurClaim } from './running-file.ts'

/** How to undo what was started, in the order in which it was started. */
export type Stops = (() => Promise<void>)[]

/** What runs on one folder until it is told to stop. */
export interface Supervised {
  folder: string
  claim: OurClaim
  stops: Stops
  /** Aborted when we are told to stop before everything is up. */
  told: AbortSignal
  say: (line: string) => void
}

export interface Start extends Supervised {
  empty: boolean
  port: number | undefined
}

/** Starts the database and the server side by side, then the station. */
export async function bringUp(start: Start): Promise<void> {
  const { folder, told, say } = start
  const environment = startEnvironment()
  const port = await choosePort(start.port)
  const address = `http://localhost:${port}/`
  const stationTokenFile = join(folder, 'simulated-station.token')
  const samplePeopleFile = join(folder, 'sample-people.json')
  const printerFile = join(folder, 'simulated-printer.port')
  const firstStart: FirstStart = {
    stationTokenFile,
    samplePeopleFile,
    printer: { file: printerFile, port: await freePort() },
    empty: start.empty,
  }

  const { databaseUrl: given } = environment
  const database = given === undefined ? ownDatabase(start) : Promise.resolve(given)
  const keep = processKeeper(start, address)
  let isReady = false
  const server = keep('server', ['local-server'], {
    values: {
      HOST: '127.0.0.1',
      PORT: String(port),
      CARDWRIGHT_DATA: folder,
      CARDWRIGHT_KEYS: environment.keyFile ?? join(folder, 'root-key.json'),
      CARDWRIGHT_SIMULATED: '1',
      CARDWRIGHT_SAMPLE_PEOPLE: samplePeopleFile,
    },
    orders: database.then((databaseUrl): Orders => ({ databaseUrl, firstStart })),
    onReady: () => (isReady = true),
  })
  await database
  await untilReady(() => isReady, { server, told, logFile: join(folder, 'server.log') })
  const printerPort = await readFile(printerFile, 'utf8').catch(() => undefined)
  if (printerPort !== undefined) keep('printer', ['simulated-printer', '--port', printerPort.trim()])
  greet(say, { address, folder, hasOwnKeys: environment.hasOwnKeys, printerPort })
  if (!existsSync(stationTokenFile)) return
  const files = ['--token-file', stationTokenFile, '--drawer', join(folder, 'simulated-cards.json')]
  keep('station', ['station', '--simulated', '--server', address, ...files])
}

/** Our own PostgreSQL on the folder. @returns its address, with its password */
export async function ownDatabase({ folder, say, stops }: Supervised): Promise<string> {
  const home = postgresHome({ folder: join(folder, 'postgres'), systemFolder })
  const starting = home.then((home) => keepPostgres(home, say))
  stops.push(async () => (await starting.catch(() => undefined))?.stop())
  const postgres = await starting
  if (postgres.adopted) say('The database was still running from before and goes on.')
  return postgres.url
}

/** What a child is told, and what it says. */
interface Talk extends Pick<Kept, 'orders' | 'onReady'> {
  values: Record<string, string>
}

/** Starts children of this program and keeps the claim's list of them true. */
export function processKeeper({ folder, claim, stops, say }: Supervised, address: string) {
  const kept: KeptProcess[] = []
  const note = () =>
    void claim.note({ children: kept.flatMap((child) => lifeOf(child.pid() ?? 0) ?? []), address })
  return (name: string, command: string[], { values = {}, ...talk }: Partial<Talk> = {}) => {
    const logFile = join(folder, `${name}.log`)
    const child = keepRunning({
      command,
      environment: environmentWith(values),
      logFile,
      onChange: note,
      onDeath: () => say(`The ${name} stopped by itself and is being started again; see ${logFile}.`),
      ...talk,
    })
    kept.push(child)
    note()
    stops.push(() => child.stop())
    return child
  }
}

const readyLimitMs = 60_000
const deathsBeforeReady = 3

/** @throws an Error that names the log, where the server does not become ready */
export async function untilReady(
  isReady: () => boolean,
  { server, told, logFile }: { server: KeptProcess; told: AbortSignal; logFile: string },
) {
  const deadline = performance.now() + readyLimitMs
  while (performance.now() < deadline && server.deaths() < deathsBeforeReady) {
    told.throwIfAborted()
    if (isReady()) return
    await sleep(10)
  }
  throw new Error(`The server did not become ready; its log says why: ${logFile}.`)
}

function greet(
  say: (line: string) => void,
  {
    address,
    folder,
    hasOwnKeys,
    printerPort,
  }: { address: string; folder: string; hasOwnKeys: boolean; printerPort: string | undefined },
) {
  say('')
  say(`  Cardwright is ready:  ${address}`)
  say('')
  say(
    '  Card readers, stripe writers, the card printer and text messages are simulated, and the pages say so.',
  )
  if (printerPort) say(`  The simulated card printer can be jammed:  http://127.0.0.1:${printerPort.trim()}/`)
  if (hasOwnKeys)
    say('  The keys are not sealed: whoever copies them can make cards. This is for trying out only.')
  say(`  Everything is kept in ${folder}. Stop with Ctrl-C.`)
  say('')
}
