import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, renameSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export interface KeptProcess {
  /** undefined between a death and the next start. */
  pid(): number | undefined
  /** How often it has died by itself. */
  deaths(): number
  /** Asks it to drain, and ends it when it takes longer than half a minute. It is not started again. */
  stop(): Promise<void>
}

export interface Kept {
  /** Arguments of the `cardwright` program. */
  command: string[]
  environment: Record<string, string | undefined>
  logFile: string
  /** Sent to each new child as soon as they are known. */
  orders?: Promise<object>
  /** Called at each child's first word, which says that it is ready. */
  onReady?: () => void
  /** Called at each start and death, so that the claim on the folder names the process. */
  onChange: () => void
  /** Called when it died by itself; it is started again. */
  onDeath: () => void
}

const shortestPauseMs = 200
const longestPauseMs = 5_000
const steadyMs = 30_000
const drainMs = 30_000

/** Runs a child process and starts it again whenever it dies, ever more slowly while it keeps dying. */
export function keepRunning(kept: Kept): KeptProcess {
  const over = new AbortController()
  let child: ChildProcess | undefined
  let deaths = 0

  const loop = async () => {
    let pauseMs = shortestPauseMs
    while (!over.signal.aborted) {
      const startedAt = performance.now()
      child = launch(kept)
      instruct(child, kept)
      kept.onChange()
      await exitOf(child)
      child = undefined
      kept.onChange()
      if (over.signal.aborted) return
      if (performance.now() - startedAt > steadyMs) pauseMs = shortestPauseMs
      deaths += 1
      kept.onDeath()
      await sleep(pauseMs, undefined, { signal: over.signal }).catch(() => undefined)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
  }
  const finished = loop()

  return {
    pid: () => child?.pid,
    deaths: () => deaths,
    stop: async () => {
      over.abort()
      child?.kill('SIGTERM')
      const kill = setTimeout(() => child?.kill('SIGKILL'), drainMs)
      await finished
      clearTimeout(kill)
    },
  }
}

/**
 * Node's own options for a server: what it made for a request lives until the transaction that the request shares has ended,
 * and would be copied again and again in the nursery of 16 MB that V8 has by itself.
 */
export const SERVING = ['--max-semi-space-size=64']

/**
 * A session of its own keeps a terminal's Ctrl-C away from it: it drains when the supervisor says so.
 * The channel closes when the supervisor dies, which is how the child learns of it.
 */
function launch({ command, environment, logFile }: Kept): ChildProcess {
  const log = openLog(logFile)
  try {
    const program = [...process.execArgv, ...SERVING, process.argv[1] ?? '']
    return spawn(process.execPath, [...program, ...command], {
      env: environment,
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    })
  } finally {
    closeSync(log)
  }
}

function instruct(child: ChildProcess, { orders, onReady }: Kept) {
  if (onReady) child.once('message', onReady)
  // Without its orders the child waits until it is stopped; whoever made them tells why there are none.
  orders?.then(
    (known) => child.connected && child.send(known, () => undefined),
    () => undefined,
  )
}

const exitOf = (child: ChildProcess) =>
  new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()))

const fullLogBytes = 10_000_000

function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > fullLogBytes) renameSync(path, `${path}.1`)
  return openSync(path, 'a', 0o600)
}
