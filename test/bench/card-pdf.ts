import { loadFonts } from '../../card-designs/fonts/load-fonts.ts'
import { artwork, benchCard, benchDesign } from './card-pdf-job.ts'
import { byChromium, byJsPdf, byPdfkit, byPdfLib, byPdfme, type CardJob } from './card-pdf-peers.ts'
import { buildCardPdf } from './card-pdf-run.ts'
import { hold, type ContestResult, type Measured } from './contest.ts'

/** Two-sided cards with full artwork, five texts and two symbols as one PDF; the same cards for each, by the clock. */
export async function benchCardPdf({
  rounds,
  many,
}: {
  rounds: number
  many: number
}): Promise<ContestResult> {
  const { renderCardsPdf } = await buildCardPdf()
  const fonts = loadFonts()
  const job: CardJob = {
    cards: Array.from({ length: many }, (_, i) => benchCard(i)),
    artwork,
    font: Buffer.from(fonts.serif.bytes),
  }
  const side = (name: string, make: (job: CardJob) => Promise<number>) => ({
    name,
    round: () => timed(many, () => make(job)),
  })
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

async function timed(many: number, make: () => Promise<number>): Promise<Measured> {
  const from = performance.now()
  const bytes = await make()
  const seconds = (performance.now() - from) / 1_000
  return {
    perSecond: Math.round((many / seconds) * 10) / 10,
    bytesACard: Math.round(bytes / many),
    rssMb: Math.round(process.memoryUsage.rss() / 1e6),
  }
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0
  for await (const chunk of chunks) bytes += chunk.length
  return bytes
}
