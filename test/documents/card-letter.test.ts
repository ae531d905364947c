import { expect, test } from 'vitest'
import { letterWithCard, type CardLetter } from '../../card-designs/documents/card-letter.ts'
import { renderDocumentPdf } from '../../card-designs/engine/document-pdf.ts'
import { layoutDocument } from '../../card-designs/engine/layout-document.ts'
import { loadFonts } from '../../card-designs/fonts/load-fonts.ts'
import { keepOutput, rasterise } from '../designs/support/raster.ts'
import { pagesOf, textOf } from './reading.ts'

const fonts = loadFonts()
const letter = (name: string, address: string[]): CardLetter => ({
  language: 'zh-CN',
  sender: '锦城会',
  name,
  address,
  lastDigits: '4321',
})

test('a letter shows its address in the window of the envelope and has a place for the card', async () => {
  const document = letterWithCard(letter('王小明', ['江城市解放大道 100 号 3 栋 501 室', '430000']))
  const pdf = await renderDocumentPdf(document, { fonts })
  for (const page of rasterise(pdf, 60)) keepOutput('letter.png', page)
  expect(pagesOf(pdf)).toBe(1)
  expect(textOf(pdf)).toContain('尾号 4321')
  const [page] = layoutDocument(document, fonts)
  const postcode = page?.items.find(
    (item) => item.kind === 'glyphs' && item.glyphs[0]?.codePoints[0] === 0x34,
  )
  expect(postcode).toMatchObject({ glyphs: expect.any(Array) })
  if (postcode?.kind !== 'glyphs') return
  for (const { xUm, baselineUm } of postcode.glyphs) {
    expect(xUm).toBeGreaterThan(20_000 - 1)
    expect(xUm).toBeLessThan(105_000)
    expect(baselineUm).toBeGreaterThan(45_000)
    expect(baselineUm).toBeLessThan(90_000)
  }
})

test('five long lines of address still fit the window', () => {
  const long = letter(
    '阿卜杜热依木·买买提明'.repeat(3),
    Array.from({ length: 5 }, () => '解放大道'.repeat(9)),
  )
  expect(layoutDocument(letterWithCard(long), fonts)).toHaveLength(1)
})
