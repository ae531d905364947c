import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { DesignElement, Paint } from '../../card-designs/engine/design.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { cardsPdf, designWith, personalCard } from './support/cards.ts'
import { withFile } from './support/raster.ts'

/** What Ghostscript says of a file whose every fault it is to stop at; nothing, where it has none. */
const preflight = (pdf: Uint8Array): string =>
  withFile(pdf, 'cards.pdf', (path) =>
    execFileSync(
      'gs',
      ['-q', '-dNOPAUSE', '-dBATCH', '-dPDFSTOPONERROR', '-dPDFSTOPONWARNING', '-sDEVICE=nullpage', path],
      {
        encoding: 'utf8',
      },
    ),
  )

/** By plate how much of the first page it inks, from 0 to 1, as Ghostscript parts it for a press. */
async function platesOf(pdf: Uint8Array): Promise<Record<string, number>> {
  const plates = withFile(pdf, 'cards.pdf', (path, folder) => {
    const to = `-sOutputFile=${join(folder, 'page.tif')}`
    execFileSync('gs', ['-q', '-dNOPAUSE', '-dBATCH', '-dLastPage=1', '-sDEVICE=tiffsep', '-r100', to, path])
    return readdirSync(folder).flatMap((file) => {
      const [, name] = /^page\((.+)\)\.tif$/.exec(file) ?? []
      return name === undefined ? [] : [{ name, tiff: readFileSync(join(folder, file)) }]
    })
  })
  const shares = plates.map(async ({ name, tiff }) => {
    const { channels } = await sharp(tiff).stats()
    return [name, 1 - (channels[0]?.mean ?? 255) / 255] as const
  })
  return Object.fromEntries(await Promise.all(shares))
}

const rect = (id: string, xUm: number, fill: Paint): DesignElement => ({
  type: 'rect',
  id,
  box: { xUm, yUm: 9_000, widthUm: 20_000, heightUm: 20_000 },
  fill,
})

test.each(Object.entries(cardTemplates))('Ghostscript finds nothing wrong with %s', async (_, design) => {
  expect(preflight(await cardsPdf(design, [personalCard]))).toBe('')
})

test('inks come on plates of their own, exactly where they are meant, and leave what lies under them', async () => {
  const cyan: Paint = { kind: 'cmyk', c: 100, m: 0, y: 0, k: 0 }
  const design = designWith(
    rect('cyan', 9_000, cyan),
    rect('foil', 19_000, { kind: 'spot', ink: 'foil', tint: 100 }),
    rect('varnish', 50_000, { kind: 'spot', ink: 'varnish', tint: 50 }),
  )
  const plates = await platesOf(await cardsPdf(design, [personalCard]))
  const square = 20_000 ** 2 / (89_600 * 57_980)
  const wanted = { Cyan: square, Magenta: 0, Yellow: 0, Black: 0, Foil: square, Varnish: square / 2 }
  for (const [plate, share] of Object.entries(wanted)) expect(plates[plate], plate).toBeCloseTo(share, 2)
  expect(Object.keys(plates).toSorted()).toEqual(Object.keys(wanted).toSorted())
})
