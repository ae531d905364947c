/** A thread of `renderCardsPdfInThreads`: paints the cards it is sent, part by part. */
import { parentPort, workerData } from 'node:worker_threads'
import type { CardData } from './card-data.ts'
import { readFace } from '../fonts/load-fonts.ts'
import { DesignError } from './design-error.ts'
import { openFonts } from './font-book.ts'
import { layoutPages } from './layout-pages.ts'
import type { CrewAnswer, CrewWork } from './page-crew.ts'
import { openPainter } from './paint-pdf-page.ts'

const { design, profile, plan, codes, faces } = workerData as CrewWork
const fonts = openFonts((face) => faces[face] ?? readFace(face))
const painter = openPainter(fonts, codes)
const pagesOf = layoutPages(design, { fonts, profile, plan })

parentPort?.on('message', (cards: readonly CardData[]) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(answerTo(cards))
})

function answerTo(cards: readonly CardData[]): CrewAnswer {
  try {
    for (const page of pagesOf(cards)) painter.add(page)
    return { painted: painter.take() }
  } catch (error) {
    if (!(error instanceof DesignError)) throw error
    const { code, message, element } = error
    const own = element === undefined ? message : message.slice(`${element}: `.length)
    return { fault: { code, message: own, element } }
  }
}
