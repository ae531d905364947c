import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, stat, writeFile, chmod, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startPostgres, type RunningPostgres } from '../../server/local/embedded-postgres.ts'
import { postgresHome, type PostgresHome } from '../../server/local/postgres-home.ts'
import { isAlive } from '../../server/local/process-life.ts'

let folder: string
let home: PostgresHome
let running: RunningPostgres | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardwright-local-'))
  await chmod(folder, 0o711)
  home = await postgresHome({ folder: join(folder, 'postgres'), systemFolder: folder })
})

afterEach(() => running?.stop())
afterAll(() => rm(folder, { recursive: true }))

async function start(): Promise<RunningPostgres> {
  running = await startPostgres(home)
  return running
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(statement)
    return rows.map((row) => Object.values(row)[0])
  } finally {
    await client.end()
  }
}

async function remember(url: string) {
  await query(url, 'DROP TABLE IF EXISTS memory')
  await query(url, `CREATE TABLE memory AS SELECT 'kept' AS what`)
}
const recall = (url: string) => query(url, 'SELECT what FROM memory')

test('a creation that was cut short is done again', async () => {
  const part = `${home.cluster}.part`
  await mkdir(part, { recursive: true })
  await writeFile(join(part, 'PG_VERSION'), '18\n')

  const { url } = await start()
  expect(await query(url, 'SELECT 1')).toEqual([1])
  expect(existsSync(part)).toBe(false)
})

test('what was written is there after a stop and a start', async () => {
  const first = await start()
  await remember(first.url)
  await first.stop()
  expect(isAlive(first.pid)).toBe(false)

  const second = await start()
  expect(second.adopted).toBe(false)
  expect(await recall(second.url)).toEqual(['kept'])
})

test('it writes to the disk before it answers, listens on loopback only and wants the password', async () => {
  const { url } = await start()
  expect(await query(url, 'SHOW fsync')).toEqual(['on'])
  expect(await query(url, 'SHOW synchronous_commit')).toEqual(['on'])
  expect(await query(url, 'SHOW listen_addresses')).toEqual(['127.0.0.1'])
  expect(await query(url, 'SHOW unix_socket_directories')).toEqual([''])
  expect((await stat(join(home.folder, 'password'))).mode & 0o777).toBe(0o600)

  const wrong = new URL(url)
  wrong.password = 'guessed'
  await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
})

test('a postmaster that outlived its supervisor is taken over, with its data', async () => {
  const first = await start()
  await remember(first.url)
  const second = await start()
  expect(second).toMatchObject({ adopted: true, pid: first.pid, url: first.url })
  expect(await recall(second.url)).toEqual(['kept'])
})

test('an acknowledged write is there after the database was killed', async () => {
  const first = await start()
  await remember(first.url)
  process.kill(first.pid, 'SIGKILL')
  while (isAlive(first.pid)) await sleep(20)

  const second = await start()
  expect(second.adopted).toBe(false)
  expect(await recall(second.url)).toEqual(['kept'])
})

test('a stale process number that now belongs to another program is no hindrance', async () => {
  const first = await start()
  const pidFile = join(home.cluster, 'postmaster.pid')
  const noted = await readFile(pidFile, 'utf8')
  await remember(first.url)
  await first.stop()
  // PostgreSQL itself passes over a process of another user, so this one is its own user's.
  const stranger = spawn('sleep', ['60'], { ...home.account })
  await writeFile(pidFile, noted.replace(/^\d+/, String(stranger.pid)))

  const second = await start()
  stranger.kill()
  expect(second.adopted).toBe(false)
  expect(await recall(second.url)).toEqual(['kept'])
})

test('data whose password is gone are refused with a sentence and left as they are', async () => {
  const first = await start()
  await first.stop()
  running = undefined
  const password = await readFile(join(home.folder, 'password'))
  await rm(join(home.folder, 'password'))
  await expect(startPostgres(home)).rejects.toThrow('password of the database is missing')

  await writeFile(join(home.folder, 'password'), password)
  expect(await query((await start()).url, 'SELECT 1')).toEqual([1])
})
