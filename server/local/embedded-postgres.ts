import { chown, mkdir } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.ts'
import { createCluster, readPassword } from './postgres-cluster.ts'
import { connectionUrl, databaseName, ensureDatabase, waitUntilAnswers } from './postgres-connection.ts'
import { findPostmaster, type Postmaster } from './postmaster.ts'
import { isAlive } from './process-life.ts'
import { runAs, type PostgresHome } from './postgres-home.ts'

export interface RunningPostgres {
  /** Connection URL of the application's database, with its password: never to be logged. */
  url: string
  pid: number
  port: number
  /** It was still running after its supervisor had died, and was taken over. */
  adopted: boolean
  /** Fast shutdown: open transactions are rolled back, everything acknowledged is on the disk. */
  stop(): Promise<void>
}

interface StartOptions {
  /** false only for throw-away test data. */
  durable?: boolean
  /** Where it listened before, when clients still know that address; else any free port. */
  port?: number
}

/**
 * Starts PostgreSQL on loopback, or adopts the one that still runs on these data.
 * The first start creates the data; one that was cut short is done again.
 */
export async function startPostgres(
  home: PostgresHome,
  options: StartOptions = {},
): Promise<RunningPostgres> {
  const { durable = true, port } = options
  await mkdir(home.folder, { recursive: true, mode: 0o700 })
  if (home.account) await chown(home.folder, home.account.uid, home.account.gid)
  await createCluster(home, { durable })

  const password = await readPassword(home)
  const survivor = await findPostmaster(home.cluster)
  const postmaster = survivor ?? (await launch(home, { durable, port }))
  await waitUntilAnswers(connectionUrl(postmaster.port, password, 'postgres'), () => isAlive(postmaster.pid))
  await ensureDatabase(connectionUrl(postmaster.port, password, 'postgres'))

  return {
    url: connectionUrl(postmaster.port, password, databaseName),
    pid: postmaster.pid,
    port: postmaster.port,
    adopted: survivor !== undefined,
    stop: () => stop(home, postmaster.pid),
  }
}

const launchLimitMs = 10_000

/** A free port can be taken before PostgreSQL binds it, and a dead postmaster's children can outlive it for a moment. */
async function launch(
  home: PostgresHome,
  { durable, port }: { durable: boolean; port: number | undefined },
): Promise<Postmaster> {
  const deadline = performance.now() + launchLimitMs
  for (let attempt = 1; ; attempt++) {
    try {
      const place = ['-D', home.cluster, '-l', join(home.folder, 'postgres.log')]
      const options = settings(port ?? (await freePort()), durable)
      await runAs(home, 'pg_ctl', ['start', '-w', '-t', '60', ...place, '-o', options])
      break
    } catch (error) {
      if (performance.now() > deadline) throw error
      await sleep(250 * attempt)
    }
  }
  const postmaster = await findPostmaster(home.cluster)
  if (!postmaster)
    throw new Error(`PostgreSQL stopped right after its start; see ${home.folder}/postgres.log.`)
  return postmaster
}

function settings(port: number, durable: boolean): string {
  const values: Record<string, string | number> = {
    port,
    listen_addresses: '127.0.0.1',
    // Loopback with a password is the only door: no socket file that other local users could reach.
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? forWork() : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return Object.entries(values)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
}

const MEGABYTE = 1024 ** 2

/** A quarter of the memory, which PostgreSQL's own manual begins with, as far as a million members need it; fewer checkpoints. */
function forWork(): Record<string, string> {
  const share = Math.round(totalmem() / 4 / MEGABYTE)
  return { shared_buffers: `${Math.min(Math.max(share, 128), 8_192)}MB`, max_wal_size: '4GB' }
}

async function stop(home: PostgresHome, pid: number) {
  if (!isAlive(pid)) return
  await runAs(home, 'pg_ctl', ['stop', '-m', 'fast', '-w', '-t', '60', '-D', home.cluster])
}
