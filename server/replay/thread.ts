import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { assert } from '../platform/errors.ts'
import type { Span } from './history-queries.ts'
import type { Part, Task } from './run.ts'
import type { Result } from './schema.ts'
import type { Moved } from './table.ts'

/** What the thread says. */
export type Said =
  | { kind: 'progress'; done: number; total: number }
  | { kind: 'found'; result: Result; moved: Moved[] }
  | { kind: 'part'; part: Part }

export interface Going {
  /** undefined when it was stopped */
  found: Promise<{ result: Result; moved: Moved[] } | undefined>
  stop(): Promise<void>
}

export interface ThreadData {
  databaseUrl: string
  task: Task
  /** of a thread that helps another: whom it goes through, and the snapshot on which the other does */
  share?: { snapshot: string; span: Span }
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
  const worker = begin(data)
  let found: { result: Result; moved: Moved[] } | undefined
  worker.on('message', (said: Said) => {
    if (said.kind === 'progress') progress(said.done, said.total)
    if (said.kind === 'found') found = said
  })
  return {
    found: once(worker, 'exit').then(() => found),
    async stop() {
      await worker.terminate()
    },
  }
}

/** Goes through some members in one more thread; it ends with the thread that asks. */
export async function startHelper(
  data: ThreadData & Required<Pick<ThreadData, 'share'>>,
  progress: (done: number) => void,
): Promise<Part> {
  const worker = begin(data)
  let part: Part | undefined
  worker.on('message', (said: Said) => {
    if (said.kind === 'progress') progress(said.done)
    if (said.kind === 'part') part = said.part
  })
  await once(worker, 'exit')
  assert(part, 'a thread that helps ends with its part')
  return part
}

function begin(data: ThreadData): Worker {
  const options = {
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    workerData: { ...data, program: program.href },
  }
  return isSource ? new Worker(fromSource, { ...options, eval: true }) : new Worker(program, options)
}
