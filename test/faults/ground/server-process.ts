import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createRootKey } from '../../../server/keys/root-key.ts'
import { freePort } from '../../../server/local/free-port.ts'
import { SERVING } from '../../../server/local/kept-process.ts'
import { isBuildStale } from '../../support/stale-build.ts'

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The product's own program: as built, which starts in half the time, or from its source when that is newer. */
const program = isBuildStale()
  ? ['--import', 'tsx', fromHere('../../../server/cli/cardwright.ts')]
  : [fromHere('../../../dist/server/cli/cardwright.js')]
export const cardwright = (...words: string[]): string[] => [...program, ...words]

/** `cardwright serve` as a process of its own, as production runs it behind a proxy. */
export interface ServerProcess extends AsyncDisposable {
  address: string
  keyFile: string
  /** undefined while it is dead */
  pid(): number | undefined
  /** the last of what it said, for the reader of a failed proof */
  said(): string
  /** kill -9; over when the process is gone */
  kill(): Promise<void>
  /** @returns milliseconds from the start of the program until it was ready */
  start(): Promise<number>
  stop(): Promise<void>
}

export interface ServerOptions {
  databaseUrl: string
  /** of another server on the same database; a new one when absent */
  keyFile?: string
  isSimulated?: boolean
  /** what is written on real cards */
  publicUrl?: string
}

/** Beside two browsers on two cores it takes a minute now and then. */
const READY_LIMIT_MS = 240_000

/** Starts a server and waits until it is ready. Each start listens on the same port. */
export async function startServerProcess(options: ServerOptions): Promise<ServerProcess> {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const folder = await mkdtemp(join(tmpdir(), 'cardwright-serve-'))
  const keyFile = options.keyFile ?? join(folder, 'root-key.json')
  if (!options.keyFile) createRootKey(keyFile)
  let child: ChildProcess | undefined
  let said = ''

  /** As whoever watches over it would: one that gave up because its database was too slow is started again. */
  async function start(): Promise<number> {
    const startedAt = performance.now()
    let current = begin()
    while (!(await isReady(address))) {
      const ran = performance.now() - startedAt
      const isSlow = hasEnded(current.child) && NO_DATABASE_YET.test(current.said())
      if ((hasEnded(current.child) && !isSlow) || ran > READY_LIMIT_MS)
        throw new Error(`The server is not ready: ${said}`)
      if (isSlow) current = begin()
      await sleep(25)
    }
    return performance.now() - startedAt
  }

  function begin() {
    const started = spawn(process.execPath, [...SERVING, ...cardwright('serve')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: options.databaseUrl,
        CARDWRIGHT_KEYS: keyFile,
        CARDWRIGHT_SIMULATED: options.isSimulated === false ? '0' : '1',
        PORT: String(port),
        LOG_LEVEL: 'warn',
        ...(options.publicUrl ? { PUBLIC_URL: options.publicUrl } : {}),
        // Each client has its own address then, and its own limit of requests a minute.
        BEHIND_PROXY: '1',
      },
    })
    let own = ''
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (text) => {
        own += String(text)
        said = (said + String(text)).slice(-4_000)
      })
    child = started
    return { child: started, said: () => own }
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (!child || hasEnded(child)) return
    const ended = once(child, 'exit')
    child.kill(signal)
    const late = setTimeout(() => child?.kill('SIGKILL'), 20_000)
    await ended
    clearTimeout(late)
  }

  async function stop(): Promise<void> {
    await end('SIGTERM')
    await rm(folder, { recursive: true, force: true })
  }

  // A proof that fails before it can tidy up leaves no server behind.
  process.once('exit', () => child?.kill('SIGKILL'))
  await start()
  return {
    address,
    keyFile,
    said: () => said,
    pid: () => (child && !hasEnded(child) ? child.pid : undefined),
    kill: () => end('SIGKILL'),
    start,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

const NO_DATABASE_YET = /connection timeout|timeout exceeded when trying to connect|'onReady' hook timed out/

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

const isReady = async (address: string): Promise<boolean> => {
  const answer = await fetch(`${address}/readyz`).catch(() => undefined)
  return answer?.ok === true
}
