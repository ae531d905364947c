import { readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { LaptopIdentity } from '../config/config.ts'
import { startEnvironment } from '../config/environment.ts'
import { pairLaptop } from '../edge/index.ts'
import { ownDatabase, processKeeper, untilReady, type Supervised } from './bring-up.ts'
import { choosePort } from './free-port.ts'
import type { Orders } from './local-server.ts'
import { supervise } from './supervise.ts'

interface EdgeOptions {
  /** Where headquarters is, and the code of its office; needed once. */
  pairing: { headquarters: string; code: string; name: string } | undefined
  /** The address that tablets reach this machine by; undefined: nobody but this machine. */
  host: string | undefined
  port: number | undefined
  dataFolder: string
  say: (line: string) => void
}

/**
 * Runs the laptop of a drive's booths until it is told to stop: PostgreSQL and the server, which gathers tablets.
 * @returns the exit code: 0 stopped when told, 1 runs already
 * @throws an Error whose message says in one sentence why it could not start, and what to do
 */
export const startEdge = (options: EdgeOptions): Promise<number> =>
  supervise(options, (supervised) => bringUpEdge(options, supervised))

async function bringUpEdge(options: EdgeOptions, supervised: Supervised): Promise<void> {
  const { folder, told, say } = supervised
  const gathers = await identityOf(folder, options.pairing)
  const port = await choosePort(options.port)
  const { address, values } = reachedBy(options.host, port)
  const database = ownDatabase(supervised)
  const keep = processKeeper(supervised, address)
  let isReady = false
  const server = keep('server', ['local-server'], {
    values: {
      ...values,
      PORT: String(port),
      CARDWRIGHT_DATA: folder,
      CARDWRIGHT_KEYS: join(folder, 'root-key.json'),
    },
    orders: database.then((databaseUrl): Orders => ({ databaseUrl, gathers })),
    onReady: () => (isReady = true),
  })
  await database
  await untilReady(() => isReady, { server, told, logFile: join(folder, 'server.log') })
  say('')
  say(`  The laptop “${gathers.name}” gathers tablets for ${gathers.headquarters}.`)
  say(`  On a tablet open:  ${address}booth/`)
  say(`  What waits here:   ${address}laptop`)
  say(`  Everything is kept in ${folder}, sealed for headquarters. Stop with Ctrl-C.`)
  say('')
}

/**
 * Who this laptop is since an earlier start, or from now on: kept in a file that only this user may read. What waits here is
 * handed on by whoever it is: a laptop that was revoked by mistake is paired anew.
 */
async function identityOf(folder: string, pairing: EdgeOptions['pairing']): Promise<LaptopIdentity> {
  const file = join(folder, 'laptop.json')
  const kept = await readFile(file, 'utf8').catch(() => undefined)
  if (kept !== undefined && pairing === undefined) return JSON.parse(kept) as LaptopIdentity
  if (pairing === undefined)
    throw new Error(
      `This laptop is not paired yet (no ${file}). Give --headquarters and --code, from the drive’s page under Tablets.`,
    )
  const identity = await pairLaptop(pairing)
  await rm(file, { force: true })
  await writeFile(file, `${JSON.stringify(identity, null, 2)}\n`, { mode: 0o600, flush: true })
  return identity
}

/** Tablets keep nothing on a page without HTTPS: to them the server speaks it, with a certificate of its own if need be. */
function reachedBy(
  host: string | undefined,
  port: number,
): { address: string; values: Record<string, string> } {
  if (host === undefined)
    return { address: `http://localhost:${port}/`, values: { HOST: '127.0.0.1', BEHIND_PROXY: '', TLS: '' } }
  const name = host === '0.0.0.0' || host === '::' ? hostname() : host
  const publicUrl = `https://${name.includes(':') ? `[${name}]` : name}:${port}`
  const { saysTransport } = startEnvironment()
  return {
    address: `${publicUrl}/`,
    values: { HOST: host, PUBLIC_URL: publicUrl, ...(saysTransport ? {} : { TLS: 'own-ca' }) },
  }
}
