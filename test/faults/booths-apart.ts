import { drawLineTo, type Ends } from '../booth-offline/ground.ts'
import { threeDays, type Way } from './booths-offline.ts'
import { drawBadLink, whyNoLinks } from './ground/bad-link.ts'
import type { Proof } from './ground/proof.ts'

const EVERYDAY = { loss: 0.05, bitsPerSecond: 2_000_000, delayMs: 30 }

/**
 * The three days again, each tablet in a network namespace of its own whose only link loses packets. Where the network is cut, packets
 * vanish and nobody is told: connections hang instead of ending.
 */
export const boothsApart: Proof<{ enrolments: number; kills: number }> = {
  name: 'booths-apart',
  small: { enrolments: 3, kills: 1 },
  full: { enrolments: 40, kills: 6 },
  async run(ground, size, seed) {
    const reason = whyNoLinks()
    if (reason) return { skipped: reason }
    const found = await threeDays(ground, { size, seed, drawWay, slackMs: 120_000 })
    return { lossPercent: EVERYDAY.loss * 100, ...found }
  },
}

async function drawWay(number: number, address: string, ends: Ends): Promise<Way> {
  const link = await drawBadLink(number)
  const line = await drawLineTo(address, { ...ends, host: link.host })
  await link.set(EVERYDAY)
  return {
    line: {
      ...line,
      set: (network) => void link.set({ up: network !== 'cut', down: network === 'up' }),
    },
    browser: { chromium: link.chromium, trusted: line.url },
    [Symbol.asyncDispose]: async () => {
      await line[Symbol.asyncDispose]()
      await link[Symbol.asyncDispose]()
    },
  }
}
