import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { CardData } from '../../card-designs/engine/card-data.ts'
import {
  renderCardsPdfInThreads,
  type CardsPdfProgress,
  type ThreadedCardsPdfOptions,
} from '../../card-designs/engine/cards-pdf-threads.ts'
import type { DesignElement } from '../../card-designs/engine/design.ts'
import { tenUpA4 } from '../../card-designs/engine/sheet.ts'
import { renderSheetsPdf } from '../../card-designs/engine/sheets-pdf.ts'
import { cardsPdf, designWith, sampleCards } from './support/cards.ts'
import { rasterise, run, withFile } from './support/raster.ts'
import { profileOf } from '../../server/printing/profile.ts'

const text = {
  type: 'text',
  xUm: 8_000,
  widthUm: 50_000,
  sizeUm: 3_000,
  paint: '#000000',
  align: 'left',
} as const
const elements: DesignElement[] = [
  { ...text, id: 'shop', text: '锦城百货', baselineUm: 10_000, face: 'sans', fit: { kind: 'fixed' } },
  {
    ...text,
    id: 'number',
    text: '{{cardNumber}}',
    baselineUm: 20_000,
    face: 'serif',
    fit: { kind: 'fixed' },
  },
  { ...text, id: 'code', text: '{{securityCode}}', baselineUm: 30_000, face: 'sans', fit: { kind: 'fixed' } },
]
const plain = designWith(...elements)

async function inThreads(cards: CardData[], options: ThreadedCardsPdfOptions): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of renderCardsPdfInThreads(plain, cards, { createdAt: new Date(0), ...options }))
    pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Of a picture: comparing pixel by pixel takes a minute. */
const fingerprint = (png: Buffer) => createHash('sha256').update(png).digest('hex')

const occurrences = (pdf: Buffer, text: string) => pdf.toString('latin1').split(text).length - 1

test('two threads make the file that one makes: its pages in their order, what cards share once', async () => {
  const cards = sampleCards(210)
  const told: CardsPdfProgress[] = []
  const [one, two] = [
    await cardsPdf(plain, cards),
    await inThreads(cards, { threads: 2, onProgress: (progress) => void told.push(progress) }),
  ]
  expect(told.map((progress) => progress.cards)).toEqual([100, 200, 210])
  for (const { perSecond } of told) expect(perSecond).toBeGreaterThan(0)
  for (const shared of ['/Subtype /Form', '/FontFile'])
    expect(occurrences(two, shared)).toBe(occurrences(one, shared))
  withFile(two, 'two.pdf', (path) => run('qpdf', '--check', path))
  const texts = [one, two].map((pdf) =>
    withFile(pdf, 'cards.pdf', (path) => run('pdftotext', '-layout', path, '-')),
  )
  expect(texts[1]).toBe(texts[0])
  const lastCards = [one, two].map((pdf) => rasterise(pdf, 60, { from: 415, to: 420 }).map(fingerprint))
  expect(lastCards[1]).toEqual(lastCards[0])
}, 60_000)

test('two threads make the sheets that one makes, whether or not a sheet goes into a hundred cards', async () => {
  const profile = profileOf({ offsetXUm: 500, offsetYUm: -300, scalePpm: 2_000, rotationMdeg: 250 })
  const plan = { ...tenUpA4, rows: 4 }
  const cards = sampleCards(211)
  const pieces: Uint8Array[] = []
  for await (const piece of renderSheetsPdf(plain, cards, { plan, profile, createdAt: new Date(0) }))
    pieces.push(piece)
  const told: number[] = []
  const files = [
    Buffer.concat(pieces),
    await inThreads(cards, { threads: 2, plan, profile, onProgress: (at) => void told.push(at.cards) }),
  ]
  expect(told).toEqual([96, 192, 211])
  const texts = files.map((pdf) =>
    withFile(pdf, 'sheets.pdf', (path) => run('pdftotext', '-layout', path, '-')),
  )
  expect(texts[1]).toBe(texts[0])
  const last = files.map((pdf) => rasterise(pdf, 60, { from: 49, to: 54 }).map(fingerprint))
  expect(last[0]).toHaveLength(6)
  expect(last[1]).toEqual(last[0])
}, 60_000)

test('the work rests while its progress is being answered, and an end that is asked for ends it', async () => {
  const controller = new AbortController()
  let read = 0
  const [card] = sampleCards(1) as [CardData]
  function* cards() {
    for (; read < 5_000; read++) yield card
  }
  let readWhileResting = 0
  const onProgress = async () => {
    const before = read
    await new Promise((resolve) => {
      setTimeout(resolve, 200)
    })
    readWhileResting = read - before
    setImmediate(() => controller.abort(new Error('not any more')))
    await new Promise(() => {})
  }
  const pieces = renderCardsPdfInThreads(plain, cards(), {
    threads: 1,
    onProgress,
    signal: controller.signal,
  })
  const all = async () => {
    for await (const piece of pieces) expect(piece.length).toBeGreaterThan(0)
  }
  await expect(all()).rejects.toThrow('not any more')
  expect(readWhileResting).toBe(0)
  expect(read).toBeLessThan(1_000)
})

const faultOf = (work: Promise<Buffer>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

test('a card that cannot be printed ends the work with the same fault as in one thread', async () => {
  const cards = sampleCards(3).map((card) => ({
    ...card,
    cardNumber: 'not 16 digits, and much too long'.repeat(9),
  }))
  const [one, two] = [await faultOf(cardsPdf(plain, cards)), await faultOf(inThreads(cards, { threads: 2 }))]
  expect(two).toMatchObject({ name: 'DesignError' })
  expect(two).toEqual(one)
})
