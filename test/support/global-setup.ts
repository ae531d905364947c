import { mkdir, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { Client, Pool } from 'pg'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../server/local/embedded-postgres.ts'
import { postgresHome } from '../../server/local/postgres-home.ts'
import { findPostmaster } from '../../server/local/postmaster.ts'
import { isAlive } from '../../server/local/process-life.ts'
import { migrate } from '../../server/migrations/index.ts'
import { databaseAt, templateDatabase } from './database-url.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection URL of the run's own PostgreSQL. */
    postgresUrl: string
  }
}

const prefix = 'cardwright-test-'

/** One PostgreSQL for the whole run, in a folder of its own, with one migrated database that every test copies. */
export default async function setUp(project: TestProject) {
  await sweepKilledRuns()
  const folder = join(tmpdir(), `${prefix}${process.pid}`)
  await mkdir(folder, { mode: 0o711 })
  const home = await postgresHome({ folder: join(folder, 'postgres'), systemFolder: folder })
  const postgres = await startPostgres(home, { durable: false })
  const tearDown = async () => {
    await postgres.stop()
    await rm(folder, { recursive: true })
  }
  try {
    await createTemplate(postgres.url)
  } catch (error) {
    await tearDown()
    throw error
  }
  project.provide('postgresUrl', postgres.url)
  return tearDown
}

/** A run that was killed could not stop its PostgreSQL: the next run does it. */
async function sweepKilledRuns() {
  const folders = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix))
  for (const name of folders.filter((name) => isOver(Number(name.slice(prefix.length))))) {
    const folder = join(tmpdir(), name)
    const postmaster = await findPostmaster(join(folder, 'postgres', 'cluster'))
    if (postmaster) process.kill(postmaster.pid, 'SIGQUIT')
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

async function createTemplate(url: string) {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(`CREATE DATABASE ${templateDatabase}`)
  await client.end()

  const pool = new Pool({ connectionString: databaseAt(url, templateDatabase) })
  const db = new Kysely({ dialect: new PostgresDialect({ pool }) })
  try {
    await migrate(db)
  } finally {
    await db.destroy()
  }
}

const isOver = (pid: number) => pid === process.pid || !isAlive(pid)
