import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { sides } from '../../card-designs/engine/design.ts'
import { paintCardSvg } from '../../card-designs/engine/card-svg.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { cardsPdf, sampleCards } from './support/cards.ts'
import { decodePng, differingShare, keepOutput, rasterise, shrink } from './support/raster.ts'

const golden = join(import.meta.dirname, '../golden')
const cards = sampleCards(1)
const [card] = cards
if (!card) throw new Error('no sample card')

test.each(Object.entries(cardTemplates))(
  '%s prints as in the pictures that were approved',
  async (name, design) => {
    const pages = rasterise(await cardsPdf(design, cards), 150)
    for (const [i, side] of sides.entries()) {
      const page = pages[i] ?? Buffer.alloc(0)
      const file = `${name}-${side}.png`
      const seen = keepOutput(file, page)
      const approved = join(golden, file)
      expect(existsSync(approved), `look at ${seen}; if it is right, copy it to test/golden`).toBe(true)
      const share = differingShare(decodePng(page), decodePng(readFileSync(approved)), 24)
      expect(share, `${seen} differs from test/golden/${file}`).toBeLessThan(0.001)
    }
  },
)

/** poppler sets small letters, of which backs are full, on whole pixels: pictures twice as fine halve that error. */
const FINER = 2
const ALLOWED = { front: 0.005, back: 0.02 } as const

test('the screen shows what the printer prints: at 300 dpi at most 0.5 % of a front and 2 % of a back, full of small print, differ', async () => {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  try {
    for (const [name, design] of Object.entries(cardTemplates)) {
      const pages = rasterise(await cardsPdf(design, cards), 300 * FINER)
      for (const [i, side] of sides.entries()) {
        const printed = shrink(decodePng(pages[i] ?? Buffer.alloc(0)), FINER)
        const viewport = { width: printed.width + 1, height: printed.height + 1 }
        const page = await browser.newPage({ viewport, deviceScaleFactor: FINER })
        const svg = paintCardSvg(design, side, card, { edge: 'bleed' })
        const inPixels = svg.replace(
          /(width|height)="([\d.]+)mm"/g,
          (_, name, mm) => `${name}="${(Number(mm) / 25.4) * 300}"`,
        )
        await page.setContent(`<style>body{margin:0}svg{display:block}</style>${inPixels}`)
        const shown = await page.screenshot()
        await page.close()
        const seen = keepOutput(`${name}-${side}-screen.png`, shown)
        const share = differingShare(printed, shrink(decodePng(shown), FINER), 48)
        expect(share, `${name} ${side}: see ${seen}`).toBeLessThan(ALLOWED[side])
      }
    }
  } finally {
    await browser.close()
  }
}, 120_000)
