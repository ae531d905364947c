import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { CardData } from '../../card-designs/engine/card-data.ts'
import type { Design, Side } from '../../card-designs/engine/design.ts'
import { RefusedError } from '../platform/errors.ts'
import { refuse, type Result } from '../platform/refusal.ts'
import type { Artwork, Fault } from './schema.ts'
import { threadMs } from './thread-time.ts'

/** What is asked of the worker, and what it answers. */
export type Task =
  | { kind: 'parse'; text: string }
  | { kind: 'paint'; design: Design; side: Side; data: CardData }
  | { kind: 'proof'; design: Design; data: CardData }
  | { kind: 'check'; design: Design }
  | { kind: 'artwork'; svg: string }

export interface Studio {
  /** Reads a design from JSON. Refuses with `design-invalid` (`place`, `problem`), `design-too-heavy`. */
  parse(text: string): Promise<Result<Design, 'design-invalid' | 'design-too-heavy'>>
  /** Paints a side as SVG. Refuses with `design-unpaintable` (`fault`, `element`), `design-too-heavy`. */
  paint(
    design: Design,
    side: Side,
    data: CardData,
  ): Promise<Result<string, 'design-unpaintable' | 'design-too-heavy'>>
  /** One A4 page (PDF) with both sides in true size and their measures. Refuses as `paint`. */
  proof(
    design: Design,
    data: CardData,
  ): Promise<Result<Uint8Array, 'design-unpaintable' | 'design-too-heavy'>>
  /** What the engine's checker finds. Refuses with `design-too-heavy`. */
  check(design: Design): Promise<Result<Fault[], 'design-too-heavy'>>
  /** Reads the shapes of an SVG. Refuses as `ARTWORK_REFUSALS`. */
  artwork(svg: string): Promise<Result<Artwork, (typeof ARTWORK_REFUSALS)[number]>>
  close(): Promise<void>
}

export const ARTWORK_REFUSALS = [
  'artwork-damaged',
  'artwork-active',
  'artwork-outside',
  'artwork-too-heavy',
  'artwork-empty',
] as const

/** Of the processor: on a machine that others keep busy, what is sound takes long and uses little. */
const LONGEST_MS = 15_000
/** What waits for something that never comes uses nothing. */
const LONGEST_BY_CLOCK_MS = 60_000
const MOST_MEGABYTES = 512
/** Each holds a document and its pictures, some 30 MB at the very most. */
const MOST_WAITING = 40
/** A browser's or proxy's patience. */
const LONGEST_WAIT_MS = 30_000
/** No more often is looked at what a thread has used. */
const LOOK_MS = 50

/**
 * Thrown, not returned: no command keeps it as its answer, and who asks again in two seconds under the same id may be
 * lucky.
 */
const busy = () => new RefusedError(refuse('designs-busy'))

/** From its sources the server runs the worker's source, as built the worker's own bundle. */
const isSource = import.meta.url.endsWith('.ts')
const program = new URL(isSource ? 'worker.ts' : '../design-worker.js', import.meta.url)
/** Threads do not take over the loader of TypeScript that the process was started with. */
const fromSource = `
  const { workerData } = require('node:worker_threads')
  import('tsx/esm/api').then(({ register }) => {
    register()
    return import(workerData)
  })`

/**
 * Reads and draws what people post in a thread of its own, one after another: a design that takes too much time
 * of the processor or too much memory costs that thread, and the server lives. The thread starts with the first task. Every task is refused with
 * `designs-busy` (`RefusedError`) where too many wait before it, or they took too long.
 */
export function openStudio({
  longestMs = LONGEST_MS,
  longestByClockMs = LONGEST_BY_CLOCK_MS,
  mostWaiting = MOST_WAITING,
} = {}): Studio {
  let worker: Promise<StudioThread> | undefined
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  async function perform<T>(task: Task, tooHeavy: string): Promise<T> {
    const running = await (worker ??= startWorker())
    try {
      const heard = await answerOf<T>(running, task, { longestMs, longestByClockMs })
      if (heard !== undefined) return heard
    } catch (error) {
      worker = undefined
      throw error
    }
    worker = undefined
    await running.worker.terminate()
    return refuse(tooHeavy) as T
  }

  async function queue<T>(task: Task, tooHeavy = 'design-too-heavy'): Promise<T> {
    if (waiting >= mostWaiting) throw busy()
    waiting += 1
    const askedAt = performance.now()
    const turn = last.then(() => {
      if (performance.now() - askedAt > LONGEST_WAIT_MS) throw busy()
      return perform<T>(task, tooHeavy)
    })
    last = turn.catch(() => undefined)
    return turn.finally(() => (waiting -= 1))
  }

  return {
    parse: (text) => queue({ kind: 'parse', text }),
    paint: (design, side, data) => queue({ kind: 'paint', design, side, data }),
    proof: (design, data) => queue({ kind: 'proof', design, data }),
    check: (design) => queue({ kind: 'check', design }),
    artwork: (svg) => queue({ kind: 'artwork', svg }, 'artwork-too-heavy'),
    async close() {
      await (await worker)?.worker.terminate()
    },
  }
}

interface StudioThread {
  worker: Worker
  /** where the system keeps what it has used */
  thread: string | undefined
}

/** Its time counts from its first word: a slow machine takes a while to start a thread. */
async function startWorker(): Promise<StudioThread> {
  const resourceLimits = { maxOldGenerationSizeMb: MOST_MEGABYTES }
  const worker = isSource
    ? new Worker(fromSource, { eval: true, resourceLimits, workerData: program.href })
    : new Worker(program, { resourceLimits })
  const [thread] = (await once(worker, 'message')) as [string | undefined]
  worker.unref()
  worker.on('error', () => {}) // what it worked at hears of it; without work nobody needs to
  return { worker, thread }
}

interface Limits {
  longestMs: number
  longestByClockMs: number
}

/** @returns undefined when the thread gave up or used too much; its own faults are thrown */
const answerOf = <T>({ worker, thread }: StudioThread, task: Task, limits: Limits): Promise<T | undefined> =>
  new Promise<T | undefined>((resolve, reject) => {
    const leftMs = allowance(thread, limits)
    let look: NodeJS.Timeout
    const settle = (action: () => void) => {
      clearTimeout(look)
      worker.off('message', hear).off('exit', giveUp).off('error', fail)
      action()
    }
    const hear = (answer: T): void => settle(() => resolve(answer))
    const giveUp = (): void => settle(() => resolve(undefined))
    const fail = (error: Error): void =>
      settle(() => (isOutOfMemory(error) ? resolve(undefined) : reject(error)))
    const lookAgain = (): void => {
      const left = leftMs()
      if (left <= 0) giveUp()
      else look = setTimeout(lookAgain, Math.max(left, LOOK_MS))
    }
    worker.on('message', hear).on('exit', giveUp).on('error', fail)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage(task)
    lookAgain()
  })

/** How long a thread may go on at the least: it uses no more than passes. Where the system does not say what it used, all that passes counts. */
function allowance(thread: string | undefined, { longestMs, longestByClockMs }: Limits): () => number {
  const [begunAt, before] = [performance.now(), threadMs(thread)]
  return () => {
    const passedMs = performance.now() - begunAt
    const now = threadMs(thread)
    const usedMs = now === undefined || before === undefined ? passedMs : now - before
    return Math.min(longestMs - usedMs, longestByClockMs - passedMs)
  }
}

const isOutOfMemory = (error: Error): boolean => 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
