import assert from 'node:assert/strict'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import fc from 'fast-check'
import { exampleCard } from '../../server/designs/example-card.ts'
import { openStudio } from '../../server/designs/studio.ts'
import type { CardData } from '../../card-designs/engine/card-data.ts'
import { hostileData, hostileDesign } from '../designs-server/hostile-designs.ts'
import { worst, type Proof } from './ground/proof.ts'

/** Where the thread is given so long, nothing may take much longer: ending it takes its time too. */
const LONGEST_MS = 15_000
const ENDING_MS = 10_000
/** The thread's own 512 MB, its typefaces and pictures, and the server beside it. */
const MOST_MB = 1_500

const hostileOrder = fc.record({
  design: hostileDesign,
  data: hostileData,
  side: fc.constantFrom('front' as const, 'back' as const),
})

/**
 * Random hostile designs are read, drawn with random data as SVG and PDF, and checked in bounded time and memory, or
 * refused with a code; the server's own thread never waits for them.
 */
export const hostileDesigns: Proof<{ designs: number }> = {
  name: 'hostile-designs',
  small: { designs: 14 },
  full: { designs: 10_000 },
  async run(_ground, { designs }, seed) {
    const studio = openStudio({ longestMs: LONGEST_MS })
    const delay = monitorEventLoopDelay()
    const figures = { designs, invalid: 0, drawn: 0, printed: 0, unpaintable: 0, tooHeavy: 0 }
    const times: number[] = []
    const timed = async <T>(work: Promise<T>): Promise<T> => {
      const begun = performance.now()
      const answer = await work
      times.push(performance.now() - begun)
      return answer
    }
    try {
      await studio.parse('{}') // the thread is there
      delay.enable()
      for (const { design, data, side } of fc.sample(hostileOrder, { numRuns: designs, seed })) {
        const read = await timed(studio.parse(JSON.stringify(design) ?? 'null'))
        if (!read.ok) {
          figures[read.reason === 'design-invalid' ? 'invalid' : 'tooHeavy'] += 1
          continue
        }
        const card = { ...exampleCard(read.value, 'http://x'), ...data } as CardData
        const painted = await timed(studio.paint(read.value, side, card))
        const printed = await timed(studio.proof(read.value, card))
        const checked = await timed(studio.check(read.value))
        if (painted.ok) figures.drawn += 1
        else figures[painted.reason === 'design-unpaintable' ? 'unpaintable' : 'tooHeavy'] += 1
        if (printed.ok) figures.printed += 1
        assert(checked.ok || checked.reason === 'design-too-heavy', 'a check ends')
      }
      const mostRssMb = Math.round(process.resourceUsage().maxRSS / 1_024)
      assert(mostRssMb < MOST_MB, `${mostRssMb} MB`)
      assert(Math.max(...times) < LONGEST_MS + ENDING_MS, 'everything ends in time')
      return { ...figures, slowestMs: worst(times), mostRssMb, serverWaitedMs: worst([delay.max / 1e6]) }
    } finally {
      delay.disable()
      await studio.close()
    }
  },
}
