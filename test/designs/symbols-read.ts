import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { encode } from 'fast-png'
import { prepareZXingModule, readBarcodes, type ReadInputBarcodeFormat } from 'zxing-wasm/reader'
import type { CardData } from '../../card-designs/engine/card-data.ts'
import { symbologies } from '../../card-designs/engine/design-elements.ts'
import { ID1, type Design, type Symbology } from '../../card-designs/engine/design.ts'
import { gridOf, tenUpA4 } from '../../card-designs/engine/sheet.ts'
import { renderSheetsPdf } from '../../card-designs/engine/sheets-pdf.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import type { Proof } from '../faults/ground/proof.ts'
import { designWith, personalCards } from './support/cards.ts'
import { decodePng, rasterise, readSymbols, type Picture } from './support/raster.ts'

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer } })

/** Random digits, the same in every run. */
const digits = (i: number, count: number): string =>
  BigInt(`0x${createHash('sha256').update(`symbol ${i}`).digest('hex')}`)
    .toString()
    .slice(-count)

/** The last digit of an EAN, GS1 General Specifications §7.9. */
function withCheckDigit(text: string): string {
  const sum = Array.from(text, Number)
    .toReversed()
    .reduce((all, digit, i) => all + digit * (i % 2 === 0 ? 3 : 1), 0)
  return text + String((10 - (sum % 10)) % 10)
}

const gs1 = (i: number) => `(01)${withCheckDigit(digits(i, 13))}(21)${digits(i + 1, 8)}`
const address = (i: number) => `https://vip.example/c/9156${digits(i, 12)}`

const kinds: Record<Symbology, { format: ReadInputBarcodeFormat; content: (i: number) => string }> = {
  qrcode: { format: 'QRCode', content: address },
  microqrcode: { format: 'MicroQRCode', content: (i) => digits(i, 12) },
  datamatrix: { format: 'DataMatrix', content: address },
  pdf417: { format: 'PDF417', content: address },
  azteccode: { format: 'Aztec', content: address },
  code128: { format: 'Code128', content: (i) => `VIP-${digits(i, 9)}` },
  ean13: { format: 'EAN13', content: (i) => withCheckDigit(`69${digits(i, 10)}`) },
  ean8: { format: 'EAN8', content: (i) => withCheckDigit(digits(i, 7)) },
  interleaved2of5: { format: 'ITF', content: (i) => digits(i, 14) },
  'gs1-128': { format: 'Code128', content: gs1 },
  gs1datamatrix: { format: 'DataMatrix', content: gs1 },
  gs1qrcode: { format: 'QRCode', content: gs1 },
}

const DPI = 300
const pixels = (um: number) => Math.round((um / 25_400) * DPI)

function crop(
  { width, channels, data }: Picture,
  at: { x: number; y: number; w: number; h: number },
): Buffer {
  const part = new Uint8Array(at.w * at.h * 3)
  for (let y = 0; y < at.h; y++)
    for (let x = 0; x < at.w; x++)
      for (let c = 0; c < 3; c++)
        part[(y * at.w + x) * 3 + c] = data[((at.y + y) * width + at.x + x) * channels + c] ?? 255
  return Buffer.from(encode({ width: at.w, height: at.h, channels: 3, depth: 8, data: part }))
}

/** Each card's own picture, in the order of cards. */
function cardsOf(page: Picture): Buffer[] {
  const { xsUm, ysUm } = gridOf(tenUpA4)
  const size = { w: pixels(ID1.widthUm), h: pixels(ID1.heightUm) }
  return ysUm.flatMap((y) => xsUm.map((x) => crop(page, { x: pixels(x), y: pixels(y), ...size })))
}

const SEPARATOR = String.fromCharCode(29)

/** Brackets are for people; what stands between GS1's parts is for machines. */
const bare = (text: string): string => text.replaceAll(SEPARATOR, '').replace(/[()]/g, '')

async function sheetsOf(design: Design, cards: CardData[], plan = tenUpA4): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of renderSheetsPdf(design, cards, { plan, createdAt: new Date(0) }))
    pieces.push(piece)
  return Buffer.concat(pieces)
}

/** How many of so many symbols zxing reads from sheets at 300 dpi as they were meant, each card by itself. */
export async function readOfSymbology(symbology: Symbology, many: number): Promise<number> {
  const { format, content } = kinds[symbology]
  const cards: CardData[] = Array.from({ length: many }, (_, i) => ({
    cardNumber: '9156000000000000',
    qr: '',
    securityCode: '',
    payload: content(i * 7),
  }))
  const design = designWith({
    type: 'symbol',
    id: 'symbol',
    symbology,
    content: '{{payload}}',
    box: { xUm: 8_000, yUm: 8_000, widthUm: 68_000, heightUm: 26_000 },
    minModuleUm: 200,
    colour: '#000000',
  })
  const pages = rasterise(await sheetsOf(design, cards, { ...tenUpA4, duplex: 'none' }), DPI)
  const pictures = pages.flatMap((page) => cardsOf(decodePng(page))).slice(0, many)
  let read = 0
  for (const [i, picture] of pictures.entries()) {
    const [symbol] = await readBarcodes(picture, { formats: [format], textMode: 'Plain' })
    if (symbol && bare(symbol.text) === bare(cards[i]?.['payload'] ?? '')) read++
  }
  return read
}

/** How many symbols of a design's backs zbar reads from whole sheets at 300 dpi: an address and a number a card. */
async function readOfTemplate(name: keyof typeof cardTemplates, many: number): Promise<number> {
  const cards = personalCards(many)
  const pages = rasterise(await sheetsOf(cardTemplates[name], cards), DPI, 'even')
  const read = new Set(pages.flatMap(readSymbols))
  const expected = cards.flatMap(({ cardNumber, qr }) => [`CODE-128:${cardNumber}`, `QR-Code:${qr}`])
  assert.equal(read.size, expected.filter((symbol) => read.has(symbol)).length, 'nothing else is read')
  return read.size
}

/** Every symbol on sheets of two hundred cards is read at 300 dpi with what it was given, in every symbology and design. */
export const symbolsRead: Proof<{ cards: number }> = {
  name: 'symbols-read',
  small: { cards: 20 },
  full: { cards: 200 },
  async run(_ground, { cards }) {
    const figures: Record<string, number> = { cards }
    for (const symbology of symbologies) {
      figures[symbology] = await readOfSymbology(symbology, cards)
      assert.equal(figures[symbology], cards, `every ${symbology} is read`)
    }
    for (const name of Object.keys(cardTemplates) as (keyof typeof cardTemplates)[]) {
      figures[`${name} by zbar`] = await readOfTemplate(name, cards)
      assert.equal(figures[`${name} by zbar`], 2 * cards, `both symbols of every ${name} are read`)
    }
    return figures
  },
}
