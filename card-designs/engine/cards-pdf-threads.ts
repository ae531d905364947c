import { availableParallelism } from 'node:os'
import type { Face } from '../fonts/faces.ts'
import { loadFonts } from '../fonts/load-fonts.ts'
import type { CardData } from './card-data.ts'
import { elementsWithin, sides, type Design } from './design.ts'
import { filesOf } from './font-book.ts'
import type { PageLook } from './layout-pages.ts'
import { openCrew, type PageCrew } from './page-crew.ts'
import { openFrame } from './paint-pdf.ts'
import type { PaintedPages } from './painted-page.ts'
import type { PressProfile } from './pdf-kit.ts'
import { cardsASheet, type SheetPlan } from './sheet.ts'

export interface CardsPdfProgress {
  /** in the file so far */
  cards: number
  /** since the start, without rests */
  perSecond: number
}

export interface ThreadedCardsPdfOptions extends PageLook {
  /** the press that the file is made for */
  press?: PressProfile | undefined
  createdAt?: Date | undefined
  /** as many as the machine has cores when absent */
  threads?: number
  /** Told after each hundred cards or so; where it answers with a promise, the work rests until that is settled. */
  onProgress?: (progress: CardsPdfProgress) => void | Promise<void>
  /** Ends the work: what is read throws the signal's reason. */
  signal?: AbortSignal
}

const CARDS_A_PART = 100
/** So many parts a thread are painted ahead of the file. */
const AHEAD = 2

/**
 * The file that `renderCardsPdf` makes, or `renderSheetsPdf` where there is a plan, laid out and painted by several threads.
 * It comes in pieces while cards are read, no faster than they are taken; who stops taking ends the threads. Throws
 * `DesignError` at the first card that cannot be printed as designed.
 */
export async function* renderCardsPdfInThreads(
  design: Design,
  cards: AsyncIterable<CardData> | Iterable<CardData>,
  {
    profile,
    plan,
    press,
    createdAt,
    threads = availableParallelism(),
    onProgress,
    signal,
  }: ThreadedCardsPdfOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  signal?.throwIfAborted()
  const fonts = loadFonts()
  const frame = openFrame({ title: design.name.en, language: 'zh-CN', createdAt, press }, fonts)
  const crew = openCrew(
    { design, profile, plan, codes: frame.codes, faces: filesOf(fonts, facesOf(design)) },
    threads,
  )
  const watch = openWatch(onProgress, signal)
  try {
    for await (const { cards: many, painted } of inOrder(
      crew,
      partsOf(cards, cardsAPart(plan)),
      threads * AHEAD,
    )) {
      signal?.throwIfAborted()
      frame.add(painted)
      yield* frame.take()
      await watch.tell(many)
    }
    yield* await frame.end()
  } finally {
    await crew.end()
  }
}

/** What fallbacks lend is seldom needed, and each typeface takes eight megabytes. */
function facesOf(design: Design): ReadonlySet<Face> {
  const elements = sides.flatMap((side) => Array.from(elementsWithin(design[side].elements)))
  return new Set(elements.flatMap((element) => ('face' in element ? [element.face] : [])))
}

/** Whole sheets: each part begins a page. */
function cardsAPart(plan: SheetPlan | undefined): number {
  if (!plan) return CARDS_A_PART
  const many = cardsASheet(plan)
  return Math.max(1, Math.floor(CARDS_A_PART / many)) * many
}

async function* partsOf(
  cards: AsyncIterable<CardData> | Iterable<CardData>,
  many: number,
): AsyncGenerator<CardData[]> {
  let part: CardData[] = []
  for await (const card of cards) {
    part.push(card)
    if (part.length < many) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}

interface Part {
  cards: number
  painted: PaintedPages
}

async function* inOrder(
  crew: PageCrew,
  parts: AsyncGenerator<CardData[]>,
  most: number,
): AsyncGenerator<Part> {
  const begun: Promise<Part>[] = []
  for await (const cards of parts) {
    const part = crew.paint(cards).then((painted) => ({ cards: cards.length, painted }))
    part.catch(() => {}) // whoever comes to it hears of it
    begun.push(part)
    if (begun.length >= most) yield (await begun.shift())!
  }
  for (const part of begun) yield await part
}

/** Counts cards and time, and rests when it is told to. */
function openWatch(onProgress: ThreadedCardsPdfOptions['onProgress'], signal: AbortSignal | undefined) {
  const begun = performance.now()
  let cards = 0
  let restedMs = 0
  return {
    async tell(many: number): Promise<void> {
      cards += many
      const now = performance.now()
      const perSecond = Math.round((cards * 1_000) / Math.max(1, now - begun - restedMs))
      const rest = onProgress?.({ cards, perSecond })
      if (!rest) return
      await unlessAborted(rest, signal)
      restedMs += performance.now() - now
    },
  }
}

const unlessAborted = (rest: Promise<void>, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal?.reason as Error)
    if (signal?.aborted) return abort()
    signal?.addEventListener('abort', abort, { once: true })
    const forget = () => signal?.removeEventListener('abort', abort)
    rest.then(resolve, reject).finally(forget)
  })
