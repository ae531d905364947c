import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sides } from '../../card-designs/engine/design.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { createTestDatabase } from '../support/database.ts'
import { isWhole } from '../support/slice.ts'
import { screenAndPrint } from './screen-and-print.ts'
import { cardsPdf, personalCard } from './support/cards.ts'
import { decodePng, differingShare, keepOutput, rasterise } from './support/raster.ts'

const golden = join(import.meta.dirname, '../golden')

test.each(Object.entries(cardTemplates))(
  '%s prints as in the pictures that were approved',
  async (name, design) => {
    const pages = rasterise(await cardsPdf(design, [personalCard]), 150)
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

test('the screen shows what the printer prints: at 300 dpi at most 0.5 % of the pixels differ', async () => {
  const size = isWhole ? screenAndPrint.full : screenAndPrint.small
  const figures = await screenAndPrint.run({ createDatabase: createTestDatabase }, size, 1)
  expect(Object.keys(figures)).toHaveLength(size.designs * sides.length)
}, 300_000)
