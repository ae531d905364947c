import { expect, test } from 'vitest'
import type { CardData } from '../../card-designs/engine/card-data.ts'
import { renderCardsPdf } from '../../card-designs/engine/cards-pdf.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { cardsPdf, designWith, sampleCards } from './support/cards.ts'
import { rasterise, readSymbols, run, withFile } from './support/raster.ts'
import { isWhole, someOf } from '../support/slice.ts'

const { gold, diamond } = cardTemplates

const millimetres = (points: number) => (points * 25.4) / 72

const occurrences = (pdf: Buffer, text: string) => pdf.toString('latin1').split(text).length - 1

test('each card has two pages, trimmed to 85.60 × 53.98 mm with 2 mm of bleed', async () => {
  const pdf = await cardsPdf(gold, sampleCards(3))
  const info = withFile(pdf, 'cards.pdf', (path) => run('pdfinfo', '-box', '-f', '1', '-l', '99', path))
  const boxes = (name: string) =>
    [...info.matchAll(new RegExp(`${name}: +(.+)`, 'g'))].map(
      ([, numbers]) => numbers?.trim().split(/ +/).map(Number) ?? [],
    )

  expect(info).toMatch(/Pages: +6/)
  expect(boxes('TrimBox')).toHaveLength(6)
  for (const [left = 0, bottom = 0, right = 0, top = 0] of boxes('TrimBox')) {
    expect(millimetres(left)).toBeCloseTo(2, 2)
    expect(millimetres(right - left)).toBeCloseTo(85.6, 2)
    expect(millimetres(top - bottom)).toBeCloseTo(53.98, 2)
  }
  for (const box of [...boxes('BleedBox'), ...boxes('MediaBox')])
    expect(millimetres(box[2] ?? 0)).toBeCloseTo(89.6, 2)
})

test('the file is sound and every font in it is embedded as a subset', async () => {
  const pdf = await cardsPdf(diamond, sampleCards(2))
  const fonts = withFile(pdf, 'cards.pdf', (path) => {
    run('qpdf', '--check', path)
    return run('pdffonts', path).trim().split('\n').slice(2)
  })
  expect(fonts).toHaveLength(4)
  for (const font of fonts) expect(font).toMatch(/ yes yes yes /)
})

test('text can be copied from the card as it reads', async () => {
  const [card] = sampleCards(1) as [CardData]
  const pdf = await cardsPdf(gold, [card])
  const text = withFile(pdf, 'cards.pdf', (path) => run('pdftotext', '-layout', path, '-'))
  expect(text).toContain('锦城百货')
  expect(text).toContain(card.cardNumber.replace(/(.{4})(?=.)/g, '$1 '))
  expect(text).toContain('Lost? Report it at a kiosk or service desk')
})

test.each(someOf(Object.entries(cardTemplates), 2))(
  'a scanner reads both symbols of %s at 300 dpi, on every card',
  async (_, design) => {
    const cards = sampleCards(isWhole ? 8 : 2)
    const pages = rasterise(await cardsPdf(design, cards), 300)
    const backs = pages.filter((_, i) => i % 2 === 1)
    const expected = cards.map(({ cardNumber, qr }) => [`CODE-128:${cardNumber}`, `QR-Code:${qr}`])
    expect(backs.map(readSymbols)).toEqual(expected)
  },
)

test('what cards share is in the file once, however many cards there are', async () => {
  const onePixel =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC'
  const box = { xUm: 5_000, yUm: 5_000, widthUm: 9_000, heightUm: 9_000 }
  const base = designWith({ type: 'image', id: 'photo', asset: 'photo', box })
  const design = {
    ...base,
    back: base.front,
    assets: { photo: { mime: 'image/png' as const, base64: onePixel } },
  }
  expect(occurrences(await cardsPdf(design, sampleCards(5)), '/Subtype /Image')).toBe(1)

  const [few, many] = [await cardsPdf(gold, sampleCards(2)), await cardsPdf(gold, sampleCards(12))]
  expect(occurrences(many, '/Subtype /Form')).toBe(occurrences(few, '/Subtype /Form'))
  expect(occurrences(many, '/FontFile')).toBe(occurrences(few, '/FontFile'))
  expect((many.length - few.length) / 10).toBeLessThan(10_000)
})

test('the file leaves in pieces while cards are still being read', async () => {
  let read = 0
  const [card] = sampleCards(1) as [CardData]
  function* cards() {
    for (; read < 500; read++) yield card
  }
  const pieces = renderCardsPdf(gold, cards())
  for (let i = 0; i < 5; i++) await pieces.next()
  expect(read).toBeLessThan(200)
  await pieces.return()
})
