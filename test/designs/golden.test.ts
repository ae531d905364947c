import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import type { CardData } from '../../card-designs/engine/card-data.ts'
import { sides } from '../../card-designs/engine/design.ts'
import { paintCardSvg } from '../../card-designs/engine/card-svg.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { cardsPdf, sampleCards } from './support/cards.ts'
import { isWhole } from '../support/slice.ts'
import {
  decodePng,
  differingShare,
  keepOutput,
  rasterise,
  rasteriseFinely,
  shrink,
} from './support/raster.ts'

const golden = join(import.meta.dirname, '../golden')
const [sample] = sampleCards(1)
if (!sample) throw new Error('no sample card')
const card: CardData = {
  ...sample,
  memberName: '林晓雯',
  jobTitle: '高级化妆品顾问',
  department: '一楼 · 国际化妆品',
  staffNumber: 'A10386',
  faceValue: '100000',
}
const cards = [card]

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

/**
 * Cairo, poppler's finer painter, still sets small letters and the modules of symbols on whole pixels: pictures three
 * times as fine show where things are, not where a pixel ends.
 */
const FINER = 3
const ALLOWED = 0.005
const compared = isWhole ? Object.keys(cardTemplates) : ['gift']

test('the screen shows what the printer prints: at 300 dpi at most 0.5 % of the pixels differ', async () => {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  try {
    for (const [name, design] of Object.entries(cardTemplates).filter(([name]) => compared.includes(name))) {
      const pages = rasteriseFinely(await cardsPdf(design, cards), 300 * FINER)
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
        expect(share, `${name} ${side}: see ${seen}`).toBeLessThan(ALLOWED)
      }
    }
  } finally {
    await browser.close()
  }
}, 300_000)
