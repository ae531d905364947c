import assert from 'node:assert/strict'
import { chromium } from 'playwright-core'
import { sides } from '../../card-designs/engine/design.ts'
import { paintCardSvg } from '../../card-designs/engine/card-svg.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import type { Proof } from '../faults/ground/proof.ts'
import { cardsPdf, personalCard } from './support/cards.ts'
import { decodePng, differingShare, keepOutput, rasteriseFinely, shrink } from './support/raster.ts'

/**
 * Cairo, poppler's finer painter, still sets small letters and the modules of symbols on whole pixels: pictures three
 * times as fine show where things are, not where a pixel ends.
 */
const FINER = 3
const ALLOWED = 0.005
/** Of 255: what nobody sees. */
const THRESHOLD = 48

/**
 * Every design prints what the screen shows: of both its sides at most 0.5 % of the pixels at 300 dpi differ between the
 * PDF, painted by poppler, and the SVG, painted by Chromium.
 */
export const screenAndPrint: Proof<{ designs: number }> = {
  name: 'screen-and-print',
  small: { designs: 1 },
  full: { designs: Object.keys(cardTemplates).length },
  async run(_ground, { designs }) {
    const figures: Record<string, number> = {}
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
    try {
      for (const [name, design] of Object.entries(cardTemplates).slice(-designs)) {
        const pages = rasteriseFinely(await cardsPdf(design, [personalCard]), 300 * FINER)
        for (const [i, side] of sides.entries()) {
          const printed = shrink(decodePng(pages[i] ?? Buffer.alloc(0)), FINER)
          const viewport = { width: printed.width + 1, height: printed.height + 1 }
          const page = await browser.newPage({ viewport, deviceScaleFactor: FINER })
          const svg = paintCardSvg(design, side, personalCard, { edge: 'bleed' })
          const inPixels = svg.replace(
            /(width|height)="([\d.]+)mm"/g,
            (_, which, mm) => `${which}="${(Number(mm) / 25.4) * 300}"`,
          )
          await page.setContent(`<style>body{margin:0}svg{display:block}</style>${inPixels}`)
          const shown = await page.screenshot()
          await page.close()
          const seen = keepOutput(`${name}-${side}-screen.png`, shown)
          const share = differingShare(printed, shrink(decodePng(shown), FINER), THRESHOLD)
          figures[`${name} ${side} %`] = Math.round(share * 1e5) / 1e3
          assert(share <= ALLOWED, `${name} ${side} differs by ${share * 100} %: see ${seen}`)
        }
      }
      return figures
    } finally {
      await browser.close()
    }
  },
}
