import assert from 'node:assert/strict'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import fc from 'fast-check'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { exampleCard } from '../../server/designs/example-card.ts'
import { designRefusals } from '../../server/designs/refusals.ts'
import { openStudio, type Studio } from '../../server/designs/studio.ts'
import { pictureRefusals, readPicture } from '../../server/pictures/index.ts'
import type { CardData } from '../../card-designs/engine/card-data.ts'
import { hostileData, hostileDesign } from '../designs-server/hostile-designs.ts'
import { hostilePicture, hostileSvg } from '../designs-server/hostile-files.ts'
import { worst, type Proof } from './ground/proof.ts'

/**
 * Where the thread is given so long, nothing may take much longer: ending it and starting the next take their time too. Judged
 * by the time of the processor, all threads together: others may keep a machine busy.
 */
const LONGEST_MS = 15_000
const ENDING_MS = 15_000
/** The thread's own 512 MB, its typefaces and pictures, and the server beside it. */
const MOST_MB = 1_500

const hostileOrder = fc.record({
  design: hostileDesign,
  data: hostileData,
  side: fc.constantFrom('front' as const, 'back' as const),
})

const sentences: Readonly<Record<string, { zh: string; en: string }>> = {
  ...designRefusals,
  ...pictureRefusals,
}

/** What was thrown at the studio and what became of it, refusals by their codes. */
function openBook() {
  const figures: Record<string, number> = {}
  const slowest = { what: '', ms: 0 }
  const heaviest = { what: '', ms: 0 }
  const keep = (most: typeof slowest, what: string, ms: number) => {
    if (ms > most.ms) Object.assign(most, { what, ms })
  }
  const count = (what: string) => {
    figures[what] = (figures[what] ?? 0) + 1
  }
  return {
    figures,
    slowest,
    heaviest,
    /** Every refusal has a sentence in both languages. */
    async hear<Value>(
      done: string,
      work: Promise<{ ok: true; value: Value } | { ok: false; reason: string }>,
    ): Promise<Value | undefined> {
      const [begun, before] = [performance.now(), process.cpuUsage()]
      const answer = await work
      const { user, system } = process.cpuUsage(before)
      keep(slowest, done, performance.now() - begun)
      keep(heaviest, done, (user + system) / 1_000)
      count(answer.ok ? done : `${done}: ${answer.reason}`)
      if (answer.ok) return answer.value
      const sentence = sentences[answer.reason]
      assert(sentence && sentence.zh.length > 5 && sentence.en.length > 5, `a sentence for ${answer.reason}`)
      return undefined
    },
  }
}

type Book = ReturnType<typeof openBook>

interface Runs {
  numRuns: number
  seed: number
}

/** Made a few at a time: ten thousand of them would weigh more than what they are thrown at. */
function* sampled<Thing>(things: fc.Arbitrary<Thing>, { numRuns, seed }: Runs): Generator<Thing> {
  const few = 50
  for (let made = 0; made < numRuns; made += few)
    yield* fc.sample(things, { numRuns: Math.min(few, numRuns - made), seed: seed + made })
}

async function meetDesigns(studio: Studio, book: Book, runs: Runs) {
  for (const { design, data, side } of sampled(hostileOrder, runs)) {
    const read = await book.hear('read', studio.parse(JSON.stringify(design) ?? 'null'))
    if (!read) continue
    const card = { ...exampleCard(read, 'http://x'), ...data } as CardData
    await book.hear('drawn', studio.paint(read, side, card))
    await book.hear('printed', studio.proof(read, card))
    await book.hear('checked', studio.check(read))
  }
}

async function meetDrawings(studio: Studio, book: Book, runs: Runs) {
  for (const svg of sampled(hostileSvg, runs)) {
    const artwork = await book.hear('artwork', studio.artwork(svg))
    if (!artwork) continue
    const elements = artwork.shapes.slice(0, 500)
    const design = { ...cardTemplates.gold, front: { ...cardTemplates.gold.front, elements } }
    await book.hear('artwork drawn', studio.paint(design, 'front', exampleCard(design, 'http://x')))
  }
}

async function meetPictures(studio: Studio, book: Book, runs: Runs) {
  for (const bytes of sampled(hostilePicture, runs)) {
    const picture = await book.hear('picture', readPicture(bytes))
    if (!picture || picture.widthPx * picture.heightPx > 1_000_000) continue
    const box = { xUm: 9_000, yUm: 9_000, widthUm: 9_000, heightUm: 9_000 }
    const design = {
      ...cardTemplates.gold,
      front: { zones: [], elements: [{ type: 'image' as const, id: 'picture', asset: 'picture', box }] },
      assets: { picture: { mime: picture.mediaType, base64: picture.bytes.toString('base64') } },
    }
    await book.hear('picture printed', studio.proof(design, exampleCard(design, 'http://x')))
  }
}

/**
 * Random hostile designs are read, drawn with random data as SVG and PDF, and checked in bounded time and memory, or
 * refused with a sentence; so are SVG with scripts, entities and references, and pictures that are bombs. The server's own
 * thread never waits long for them, and what is sound is drawn afterwards as before.
 */
export const hostileDesigns: Proof<{ designs: number; drawings: number; pictures: number }> = {
  name: 'hostile-designs',
  small: { designs: 14, drawings: 40, pictures: 25 },
  full: { designs: 10_000, drawings: 2_000, pictures: 1_000 },
  async run(_ground, size, seed) {
    const studio = openStudio({ longestMs: LONGEST_MS })
    const delay = monitorEventLoopDelay()
    const book = openBook()
    const sound = () => studio.paint(cardTemplates.gold, 'front', exampleCard(cardTemplates.gold, 'http://x'))
    try {
      const before = await sound()
      delay.enable()
      await meetDrawings(studio, book, { numRuns: size.drawings, seed })
      await meetPictures(studio, book, { numRuns: size.pictures, seed })
      await meetDesigns(studio, book, { numRuns: size.designs, seed })
      const mostRssMb = Math.round(process.resourceUsage().maxRSS / 1_024)
      assert(mostRssMb < MOST_MB, `${mostRssMb} MB`)
      const { what, ms } = book.heaviest
      assert(ms < LONGEST_MS + ENDING_MS, `everything ends in time, not “${what}” in ${ms} ms`)
      assert.deepEqual(await sound(), before, 'what is sound is drawn as before')
      return {
        ...book.figures,
        mostProcessorMs: Math.round(ms),
        slowestMs: Math.round(book.slowest.ms),
        mostRssMb,
        serverWaitedMs: worst([delay.max / 1e6]),
      }
    } finally {
      delay.disable()
      await studio.close()
    }
  },
}
