import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { environmentWith, startEnvironment } from '../config/environment.ts'
import { migrate } from '../migrations/index.ts'
import { openDatabase } from '../platform/database.ts'
import { systemFolder } from './data-folder.ts'
import { prepareFirstStart } from './first-start.ts'
import { choosePort } from './free-port.ts'
import { keepPostgres } from './kept-postgres.ts'
import { keepRunning, type KeptProcess } from './kept-process.ts'
import { postgresHome } from './postgres-home.ts'
import { lifeOf } from './process-life.ts'
import type { OurClaim } from './running-file.ts'

/** How to undo what was started, in the order in which it was started. */
export type Stops = (() => Promise<void>)[]

export interface Start {
  folder: string
  claim: OurClaim
  stops: Stops
  /** Aborted when we are told to stop before everything is up. */
  told: AbortSignal
  empty: boolean
  port: number | undefined
  say: (line: string) => void
}

/** Starts the database, the server and the station, each when what it stands on is ready. */
export async function bringUp(start: Start): Promise<void> {
  const { folder, told, say } = start
  const environment = startEnvironment()
  const port = await choosePort(start.port)
  const databaseUrl = environment.databaseUrl ?? (await ownDatabase(start))
  told.throwIfAborted()
  const keyFile = environment.keyFile ?? join(folder, 'root-key.json')
  const stationTokenFile = join(folder, 'simulated-station.token')
  await migrateDatabase(databaseUrl)
  const samplePeopleFile = join(folder, 'sample-people.json')
  await prepareFirstStart({ databaseUrl, keyFile, stationTokenFile, samplePeopleFile, empty: start.empty })
  told.throwIfAborted()

  const address = `http://localhost:${port}/`
  const keep = processKeeper(start, address)
  const server = keep('server', ['serve'], {
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
    CARDWRIGHT_DATA: folder,
    CARDWRIGHT_KEYS: keyFile,
    CARDWRIGHT_SIMULATED: '1',
    CARDWRIGHT_SAMPLE_PEOPLE: samplePeopleFile,
  })
  await waitUntilReady(address, { server, told, logFile: join(folder, 'server.log') })
  if (existsSync(stationTokenFile)) {
    const files = ['--token-file', stationTokenFile, '--drawer', join(folder, 'simulated-cards.json')]
    keep('station', ['station', '--simulated', '--server', address, ...files], {})
  }
  greet(say, { address, folder })
}

async function ownDatabase({ folder, say, stops }: Start): Promise<string> {
  const home = await postgresHome({ folder: join(folder, 'postgres'), systemFolder })
  const postgres = await keepPostgres(home, say)
  stops.push(() => postgres.stop())
  if (postgres.adopted) say('The database was still running from before and goes on.')
  return postgres.url
}

async function migrateDatabase(url: string) {
  const db = openDatabase({ url, size: 1 })
  try {
    await migrate(db)
  } finally {
    await db.destroy()
  }
}

/** Starts children of this program and keeps the claim's list of them true. */
function processKeeper({ folder, claim, stops, say }: Start, address: string) {
  const kept: KeptProcess[] = []
  const note = () =>
    void claim.note({ children: kept.flatMap((child) => lifeOf(child.pid() ?? 0) ?? []), address })
  return (name: string, command: string[], values: Record<string, string>) => {
    const logFile = join(folder, `${name}.log`)
    const child = keepRunning({
      command,
      environment: environmentWith(values),
      logFile,
      onChange: note,
      onDeath: () => say(`The ${name} stopped by itself and is being started again; see ${logFile}.`),
    })
    kept.push(child)
    note()
    stops.push(() => child.stop())
    return child
  }
}

const readyLimitMs = 60_000
const deathsBeforeReady = 3

async function waitUntilReady(
  address: string,
  { server, told, logFile }: { server: KeptProcess; told: AbortSignal; logFile: string },
) {
  const deadline = performance.now() + readyLimitMs
  while (performance.now() < deadline && server.deaths() < deathsBeforeReady) {
    told.throwIfAborted()
    const answer = await fetch(new URL('readyz', address)).catch(() => undefined)
    if (answer?.ok) return
    await sleep(50)
  }
  throw new Error(`The server did not become ready; its log says why: ${logFile}.`)
}

function greet(say: (line: string) => void, { address, folder }: { address: string; folder: string }) {
  say('')
  say(`  Cardwright is ready:  ${address}`)
  say('')
  say('  Card readers, stripe writers and text messages are simulated, and the pages say so.')
  say(`  Everything is kept in ${folder}. Stop with Ctrl-C.`)
  say('')
}
