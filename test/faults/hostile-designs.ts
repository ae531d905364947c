import assert from 'node:assert/strict'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import fc from 'fast-check'
import { exampleCard } from '../../server/designs/example-card.ts'
import { openStudio } from '../../server/designs/studio.ts'
import { hostileDesign } from '../designs-server/hostile-designs.ts'
import { worst, type Proof } from './ground/proof.ts'

/** Where the thread is given so long, nothing may take much longer: ending it takes its time too. */
const LONGEST_MS = 15_000
const ENDING_MS = 10_000

/**
 * Random hostile designs are read, drawn and checked in bounded time, or refused with a code; the server's own thread
 * never waits for them.
 */
export const hostileDesigns: Proof<{ designs: number }> = {
  name: 'hostile-designs',
  small: { designs: 40 },
  full: { designs: 10_000 },
  async run(_ground, { designs }, seed) {
    const studio = openStudio({ longestMs: LONGEST_MS })
    const delay = monitorEventLoopDelay()
    const figures = { designs, invalid: 0, drawn: 0, unpaintable: 0, tooHeavy: 0 }
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
      for (const design of fc.sample(hostileDesign, { numRuns: designs, seed })) {
        const read = await timed(studio.parse(JSON.stringify(design) ?? 'null'))
        if (!read.ok) {
          figures[read.reason === 'design-invalid' ? 'invalid' : 'tooHeavy'] += 1
          continue
        }
        const painted = await timed(studio.paint(read.value, 'front', exampleCard(read.value, 'http://x')))
        const checked = await timed(studio.check(read.value))
        if (painted.ok) figures.drawn += 1
        else figures[painted.reason === 'design-unpaintable' ? 'unpaintable' : 'tooHeavy'] += 1
        assert(checked.ok || checked.reason === 'design-too-heavy', 'a check ends')
      }
      assert(Math.max(...times) < LONGEST_MS + ENDING_MS, 'everything ends in time')
      return { ...figures, slowestMs: worst(times), serverWaitedMs: worst([delay.max / 1e6]) }
    } finally {
      delay.disable()
      await studio.close()
    }
  },
}
