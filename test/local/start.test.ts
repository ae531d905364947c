import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../server/local/free-port.ts'
import { isAlive, stillLives } from '../../server/local/process-life.ts'
import type { Running } from '../../server/local/running-file.ts'

const program = fileURLToPath(new URL('../../server/cli/cardwright.ts', import.meta.url))
const limitMs = 90_000

let folder: string
let port: number
let started: Started | undefined

interface Started {
  process: ChildProcess
  said: () => string
  exited: Promise<unknown[]>
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardwright-start-'))
  await chmod(folder, 0o711)
  port = await freePort()
})
afterEach(async () => {
  started?.process.kill('SIGTERM')
  await started?.exited
})
afterAll(() => rm(folder, { recursive: true }))

function run(...options: string[]): Started {
  const words = ['--import', 'tsx', program, 'start', '--empty', '--data', folder, ...options]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return { process: child, said: () => said, exited: once(child, 'exit') }
}

async function start(): Promise<Started> {
  started = run('--port', String(port))
  await until(() => {
    if (started?.process.exitCode !== null) throw new Error(`It stopped: ${started?.said()}`)
    return started.said().includes(`http://localhost:${port}/`)
  })
  return started
}

async function until(holds: () => boolean | Promise<boolean>) {
  for (const deadline = performance.now() + limitMs; !(await holds()); await sleep(50)) {
    if (performance.now() > deadline) throw new Error('It did not come to pass in time.')
  }
}

const isReady = async () => {
  const answer = await fetch(`http://localhost:${port}/readyz`).catch(() => undefined)
  return answer?.ok === true
}

async function running(): Promise<Running> {
  const found: Running = JSON.parse(await readFile(join(folder, 'running.json'), 'utf8'))
  return found
}

async function postmaster(): Promise<{ pid: number; url: string }> {
  const lines = (await readFile(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')
  const password = await readFile(join(folder, 'postgres', 'password'), 'utf8')
  return { pid: Number(lines[0]), url: `postgres://cardwright:${password}@127.0.0.1:${lines[3]}/cardwright` }
}

async function query(statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: (await postmaster()).url })
  await client.connect()
  const { rows } = await client.query<Record<string, unknown>>(statement)
  await client.end()
  return rows.map((row) => Object.values(row)[0])
}

test(
  'one command serves pages, a second says where, and a signal stops everything',
  { timeout: limitMs },
  async () => {
    const { process: supervisor, said, exited } = await start()
    expect(await isReady()).toBe(true)
    expect(said()).toContain('simulated')
    const { pid } = await postmaster()

    const second = run()
    expect((await second.exited)[0]).toBe(1)
    expect(second.said().trim().split('\n')).toHaveLength(1)
    expect(second.said()).toContain(`running already at http://localhost:${port}/`)

    const { children } = await running()
    supervisor.kill('SIGTERM')
    expect((await exited)[0]).toBe(0)
    expect(isAlive(pid)).toBe(false)
    expect(children.some(stillLives)).toBe(false)
    await expect(running()).rejects.toThrow('ENOENT')
  },
)

test(
  'a server that dies and a database that dies are started again at their addresses',
  { timeout: limitMs },
  async () => {
    const { said } = await start()
    const before = await running()
    for (const { pid } of before.children) process.kill(pid, 'SIGKILL')
    await until(async () => !before.children.some(stillLives) && isReady())
    expect(said()).toContain('The server stopped by itself')

    const killed = await postmaster()
    process.kill(killed.pid, 'SIGKILL')
    await until(() => said().includes('The database runs again'))
    await until(isReady)
    expect((await postmaster()).url).toBe(killed.url)
  },
)

test(
  'after kill -9 the next start takes the database over, keeps the data and the address',
  { timeout: limitMs },
  async () => {
    const first = await start()
    const { pid } = await postmaster()
    await query(`CREATE TABLE memory AS SELECT 'kept' AS what`)
    const { children } = await running()
    first.process.kill('SIGKILL')
    await first.exited

    const second = await start()
    expect(second.said()).toContain('still running from before')
    expect(children.some(stillLives)).toBe(false)
    expect((await postmaster()).pid).toBe(pid)
    expect(await query('SELECT what FROM memory')).toEqual(['kept'])
    expect(await isReady()).toBe(true)
  },
)

test('a port that is taken is said in one sentence', { timeout: limitMs }, async () => {
  const { createServer } = await import('node:net')
  const other = createServer().listen(port, '127.0.0.1')
  const refused = run('--port', String(port))
  expect((await refused.exited)[0]).toBe(1)
  expect(refused.said()).toContain(`Port ${port} is taken`)
  other.close()
})
