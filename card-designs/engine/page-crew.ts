import { Worker } from 'node:worker_threads'
import type { Face } from '../fonts/faces.ts'
import type { CardData } from './card-data.ts'
import type { Design } from './design.ts'
import { DesignError } from './design-error.ts'
import type { GlyphCodes } from './glyph-codes.ts'
import type { PageLook } from './layout-pages.ts'
import type { PaintedPages } from './painted-page.ts'

/** What every thread of a crew is given. */
export interface CrewWork extends PageLook {
  design: Design
  codes: GlyphCodes
  /** The files of typefaces that the design names; what else is needed a thread reads itself. */
  faces: Readonly<Partial<Record<Face, Uint8Array>>>
}

/** What a thread answers to cards with. */
export type CrewAnswer =
  { painted: PaintedPages } | { fault: Pick<DesignError, 'code' | 'message' | 'element'> }

export interface PageCrew {
  /** Both sides of each card, on sheets where there is a plan. Throws `DesignError`. */
  paint(cards: readonly CardData[]): Promise<PaintedPages>
  end(): Promise<void>
}

/** From its sources a program runs the thread's source, as built the thread's own bundle. */
const isSource = import.meta.url.endsWith('.ts')
const program = new URL(isSource ? 'cards-pdf-worker.ts' : '../cards-pdf-worker.js', import.meta.url)
/** Threads do not take over the loader of TypeScript that the process was started with. */
const fromSource = `
  import('tsx/esm/api').then(({ register }) => {
    register()
    return import(${JSON.stringify(program.href)})
  })`

/** Threads that paint pages; each part goes to the one that has least to do. */
export function openCrew(work: CrewWork, threads: number): PageCrew {
  const members = Array.from({ length: threads }, () => openMember(work))
  return {
    paint: (cards) => {
      const [freest] = members.toSorted((one, other) => one.busy() - other.busy())
      if (!freest) throw new RangeError('a crew has at least one thread')
      return freest.paint(cards)
    },
    async end() {
      await Promise.all(members.map((member) => member.end()))
    },
  }
}

interface Waiting {
  resolve: (painted: PaintedPages) => void
  reject: (error: unknown) => void
}

/** A page leaves little behind: in a small nursery it is swept up sooner, and no slower. */
const resourceLimits = { maxYoungGenerationSizeMb: 6 }

function openMember(workerData: CrewWork) {
  const thread = isSource
    ? new Worker(fromSource, { eval: true, workerData, resourceLimits })
    : new Worker(program, { workerData, resourceLimits })
  const waiting: Waiting[] = []
  let failed: unknown
  thread.on('message', (answer: CrewAnswer) => {
    const first = waiting.shift()
    if ('painted' in answer) first?.resolve(answer.painted)
    else first?.reject(new DesignError(answer.fault.code, answer.fault.message, answer.fault.element))
  })
  const fail = (error: unknown) => {
    failed ??= error
    for (const { reject } of waiting.splice(0)) reject(failed)
  }
  thread.on('error', fail)
  thread.on('exit', () => fail(new Error('a thread that paints pages has ended')))
  return {
    busy: () => waiting.length,
    paint: (cards: readonly CardData[]): Promise<PaintedPages> =>
      new Promise((resolve, reject) => {
        if (failed !== undefined) throw failed
        waiting.push({ resolve, reject })
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        thread.postMessage(cards)
      }),
    end: () => thread.terminate(),
  }
}
