import { randomUUID } from 'node:crypto'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { startPostgres, type RunningPostgres } from '../../../server/local/embedded-postgres.ts'
import { postgresHome } from '../../../server/local/postgres-home.ts'
import { isAlive } from '../../../server/local/process-life.ts'
import { databaseAt } from '../../support/database-url.ts'
import type { Ground } from './proof.ts'

/** A durable PostgreSQL (fsync on) of a proof's own, which it may take away and bring back at its port. */
export interface OwnPostgres {
  url: string
  /** fast shutdown */
  stop(): Promise<void>
  /** kill -9 of the postmaster */
  kill(): Promise<void>
  start(): Promise<void>
  /** stops it and deletes its data */
  remove(): Promise<void>
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'cardwright-proof-'))
  const home = await postgresHome({ folder: join(folder, 'postgres'), systemFolder: folder })
  if (home.account) await chown(folder, home.account.uid, home.account.gid)
  let running: RunningPostgres = await startPostgres(home)
  const { port, url } = running
  return {
    url,
    stop: () => running.stop(),
    async kill() {
      process.kill(running.pid, 'SIGKILL')
      while (isAlive(running.pid)) await sleep(10)
    },
    async start() {
      running = await startPostgres(home, { port })
    },
    async remove() {
      await running.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Empty databases of this PostgreSQL; a server that starts on one migrates it. */
export function groundOn(url: string): Ground {
  return {
    async createDatabase() {
      const name = `proof_${randomUUID().replaceAll('-', '')}`
      await execute(url, `CREATE DATABASE ${name}`)
      return {
        url: databaseAt(url, name),
        drop: () => execute(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
      }
    },
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
