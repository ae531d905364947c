import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Task } from './run.ts'
import type { Result } from './schema.ts'
import type { Moved } from './table.ts'

/** What the thread says. */
export type Said =
  { kind: 'progress'; done: number; total: number } | { kind: 'found'; result: Result; moved: Moved[] }

export interface Going {
  /** undefined when it was stopped */
  found: Promise<{ result: Result; moved: Moved[] } | undefined>
  stop(): Promise<void>
}

export interface ThreadData {
  databaseUrl: string
  task: Task
}

/** Some thousand members at a time are in memory, and twenty thousand lines of the list. */
const MOST_MEGABYTES = 512

/** From its sources the server runs the worker's source, as built the worker's own bundle. */
const isSource = import.meta.url.endsWith('.ts')
const program = new URL(isSource ? 'worker.ts' : '../replay-worker.js', import.meta.url)
/** Threads do not take over the loader of TypeScript that the process was started with. */
const fromSource = `
  const { workerData } = require('node:worker_threads')
  import('tsx/esm/api').then(({ register }) => {
    register()
    return import(workerData.program)
  })`

/** Goes through a replay in a thread of its own, with a connection of its own, so that the server answers meanwhile. */
export function startThread(data: ThreadData, progress: (done: number, total: number) => void): Going {
  const options = {
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    workerData: { ...data, program: program.href },
  }
  const worker = isSource ? new Worker(fromSource, { ...options, eval: true }) : new Worker(program, options)
  let found: { result: Result; moved: Moved[] } | undefined
  worker.on('message', (said: Said) => {
    if (said.kind === 'progress') progress(said.done, said.total)
    else found = said
  })
  return {
    found: once(worker, 'exit').then(() => found),
    async stop() {
      await worker.terminate()
    },
  }
}
