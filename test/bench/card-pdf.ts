import { loadFonts } from '../../card-designs/fonts/load-fonts.ts'
import { artwork, benchCard, benchDesign } from './card-pdf-job.ts'
import { byChromium, byJsPdf, byPdfkit, byPdfLib, byPdfme, type CardJob } from './card-pdf-peers.ts'
import { buildCardPdf } from './card-pdf-run.ts'
import { hold, type ContestResult, type Measured } from './contest.ts'

/** A slow way makes files of as many cards as it has patience for, and no fewer than these; nobody is measured over less time. */
const FEWEST = 50
const PATIENCE_S = 6
const SHORTEST_S = 2

/** Two-sided cards with full artwork, five texts and two symbols as one PDF; the same cards for each, by the clock; the round that does not count says how many it can. */
export async function benchCardPdf({
  rounds,
  many,
}: {
  rounds: number
  many: number
}): Promise<ContestResult> {
  const { renderCardsPdf } = await buildCardPdf()
  const fonts = loadFonts()
  const jobOf = (cards: number): CardJob => ({
    cards: Array.from({ length: cards }, (_, i) => benchCard(i)),
    artwork,
    font: Buffer.from(fonts.serif.bytes),
  })
  const side = (name: string, make: (job: CardJob) => Promise<number>) => {
    let fits = Math.min(many, FEWEST)
    return {
      name,
      async round() {
        const measured = await timed(jobOf(fits), make)
        fits = Math.round(Math.min(many, Math.max(FEWEST, measured['perSecond']! * PATIENCE_S)))
        return measured
      },
    }
  }
  return hold(
    {
      name: `${many} cards as PDF`,
      figure: 'perSecond',
      ours: side('our engine', ({ cards }) => bytesOf(renderCardsPdf(benchDesign, cards))),
      peers: [
        side('pdfkit + bwip-js', byPdfkit),
        side('pdf-lib + bwip-js', byPdfLib),
        side('jspdf + bwip-js', byJsPdf),
        side('Chromium', byChromium),
        side('pdfme', byPdfme),
      ],
    },
    rounds,
  )
}

/** Makes a file again and again until there is something to measure. */
async function timed(job: CardJob, make: (job: CardJob) => Promise<number>): Promise<Measured> {
  const from = performance.now()
  let [cards, bytes, seconds] = [0, 0, 0]
  while (seconds < SHORTEST_S) {
    bytes += await make(job)
    cards += job.cards.length
    seconds = (performance.now() - from) / 1_000
  }
  return {
    perSecond: Math.round((cards / seconds) * 10) / 10,
    cardsAFile: job.cards.length,
    seconds: Math.round(seconds * 10) / 10,
    bytesACard: Math.round(bytes / cards),
    rssMb: Math.round(process.memoryUsage.rss() / 1e6),
  }
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0
  for await (const chunk of chunks) bytes += chunk.length
  return bytes
}
