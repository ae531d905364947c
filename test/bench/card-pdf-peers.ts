import { generate } from '@pdfme/generator'
import type { Template } from '@pdfme/common'
import { barcodes, image, text } from '@pdfme/schemas'
import bwipjs from 'bwip-js'
import * as fontkit from 'fontkit'
import { jsPDF } from 'jspdf'
import { PDFDocument, rgb } from 'pdf-lib'
import PdfKit from 'pdfkit'
import { chromium } from 'playwright-core'
import type { CardData } from '../../card-designs/engine/card-data.ts'
import { CARD, fields, places } from './card-pdf-places.ts'

/** What every way draws: the same artwork, texts at the same places and two symbols; millimetres and points. */
export interface CardJob {
  cards: readonly CardData[]
  artwork: Buffer
  font: Buffer
}

const points = (mm: number) => (mm * 72) / 25.4

interface Bar {
  x: number
  y: number
  width: number
  height: number
}

function barsOf({ qr, cardNumber }: CardData): Bar[] {
  const options = { bcid: 'qrcode', text: qr, eclevel: 'M' }
  const [matrix] = bwipjs.raw(options)
  const [row] = bwipjs.raw({ bcid: 'code128', text: cardNumber })
  const bars: Bar[] = []
  if (matrix && 'pixs' in matrix) {
    const module = places.qr.size / matrix.pixx
    for (let y = 0; y < matrix.pixy; y++)
      for (let x = 0; x < matrix.pixx; x++) {
        const start = x
        while (x < matrix.pixx && matrix.pixs[y * matrix.pixx + x]) x++
        if (x > start)
          bars.push({
            x: places.qr.x + start * module,
            y: places.qr.y + y * module,
            width: (x - start) * module,
            height: module,
          })
      }
  }
  if (row && 'sbs' in row) {
    const module = places.bars.width / row.sbs.reduce((sum, width) => sum + width, 0)
    let x: number = places.bars.x
    row.sbs.forEach((width, i) => {
      if (i % 2 === 0) bars.push({ x, y: places.bars.y, width: width * module, height: places.bars.height })
      x += width * module
    })
  }
  return bars
}

export async function byPdfkit({ cards, artwork, font }: CardJob): Promise<number> {
  const file = new PdfKit({ autoFirstPage: false })
  let bytes = 0
  file.on('data', (chunk: Buffer) => (bytes += chunk.length))
  const ended = new Promise<void>((resolve) => {
    file.on('end', resolve)
  })
  file.registerFont('card', font)
  const size: [number, number] = [points(CARD.width), points(CARD.height)]
  // pdfkit embeds an image once only when it is opened once.
  const opened = (file as unknown as { openImage(source: Buffer): Buffer }).openImage(artwork)
  for (const card of cards) {
    file.addPage({ size, margin: 0 }).image(opened, 0, 0, { width: size[0], height: size[1] }).font('card')
    for (const { x, y, size: type, text: of } of fields)
      file.fontSize(type).text(of(card), points(x), points(y) - type, { lineBreak: false })
    file.addPage({ size, margin: 0 }).image(opened, 0, 0, { width: size[0], height: size[1] })
    for (const { x, y, width, height } of barsOf(card))
      file.rect(points(x), points(y), points(width), points(height))
    file.fill('#000000')
  }
  file.end()
  await ended
  return bytes
}

export async function byPdfLib({ cards, artwork, font }: CardJob): Promise<number> {
  const file = await PDFDocument.create()
  file.registerFontkit(fontkit as never)
  const face = await file.embedFont(font, { subset: false })
  const picture = await file.embedPng(artwork)
  const size: [number, number] = [points(CARD.width), points(CARD.height)]
  const whole = { x: 0, y: 0, width: size[0], height: size[1] }
  for (const card of cards) {
    const front = file.addPage(size)
    front.drawImage(picture, whole)
    for (const { x, y, size: type, text: of } of fields)
      front.drawText(of(card), { x: points(x), y: size[1] - points(y), size: type, font: face })
    const back = file.addPage(size)
    back.drawImage(picture, whole)
    const d = barsOf(card)
      .map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}Z`)
      .join('')
    back.drawSvgPath(d, { x: 0, y: size[1], scale: points(1), color: rgb(0, 0, 0) })
  }
  return (await file.save()).length
}

export function byJsPdf({ cards, artwork, font }: CardJob): Promise<number> {
  const format = [CARD.width, CARD.height]
  const file = new jsPDF({ unit: 'mm', orientation: 'landscape', format, compress: true })
  file.addFileToVFS('card.ttf', font.toString('base64'))
  file.addFont('card.ttf', 'card', 'normal')
  cards.forEach((card, i) => {
    if (i > 0) file.addPage(format, 'landscape')
    file.addImage(artwork, 'PNG', 0, 0, CARD.width, CARD.height, 'artwork').setFont('card')
    for (const { x, y, size, text: of } of fields) file.setFontSize(size).text(of(card), x, y)
    file.addPage(format, 'landscape').addImage(artwork, 'PNG', 0, 0, CARD.width, CARD.height, 'artwork')
    for (const { x, y, width, height } of barsOf(card)) file.rect(x, y, width, height, 'F')
  })
  return Promise.resolve(file.output('arraybuffer').byteLength)
}

export async function byPdfme({ cards, artwork, font }: CardJob): Promise<number> {
  const picture = `data:image/png;base64,${artwork.toString('base64')}`
  const whole = { position: { x: 0, y: 0 }, width: CARD.width, height: CARD.height }
  const { qr, bars } = places
  const template: Template = {
    basePdf: { width: CARD.width, height: CARD.height, padding: [0, 0, 0, 0] },
    schemas: [
      [
        { name: 'front', type: 'image', ...whole },
        ...fields.map(({ x, y, size }, i) => ({
          name: `field${i}`,
          type: 'text',
          position: { x, y: y - size * 0.35 },
          width: 70,
          height: size * 0.5,
          fontSize: size,
          fontName: 'card',
        })),
      ],
      [
        { name: 'back', type: 'image', ...whole },
        { name: 'qr', type: 'qrcode', position: { x: qr.x, y: qr.y }, width: qr.size, height: qr.size },
        {
          name: 'bars',
          type: 'code128',
          position: { x: bars.x, y: bars.y },
          width: bars.width,
          height: bars.height,
        },
      ],
    ],
  }
  const inputs = cards.map((card) => ({
    front: picture,
    back: picture,
    qr: card.qr,
    bars: card.cardNumber,
    ...Object.fromEntries(fields.map(({ text: of }, i) => [`field${i}`, of(card)])),
  }))
  const plugins = { text, image, qrcode: barcodes.qrcode, code128: barcodes.code128 }
  const options = { font: { card: { data: Uint8Array.from(font), fallback: true } } }
  return (await generate({ template, inputs, plugins, options })).length
}

export async function byChromium({ cards, artwork, font }: CardJob): Promise<number> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage()
    const style = `@page{size:${CARD.width}mm ${CARD.height}mm;margin:0}body{margin:0}
      @font-face{font-family:card;src:url(data:font/ttf;base64,${font.toString('base64')})}
      section{position:relative;width:${CARD.width}mm;height:${CARD.height}mm;break-after:page;overflow:hidden;
      background:url(data:image/png;base64,${artwork.toString('base64')}) 0 0/100% 100%}
      p{position:absolute;margin:0;font-family:card;white-space:pre}`
    const sections = cards.map((card) => {
      const texts = fields.map(
        ({ x, y, size, text: of }) =>
          `<p style="left:${x}mm;top:${y - 4}mm;font-size:${size}pt">${of(card)}</p>`,
      )
      const d = barsOf(card).map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}Z`)
      return `<section>${texts.join('')}</section><section><svg viewBox="0 0 ${CARD.width} ${CARD.height}"><path d="${d.join('')}"/></svg></section>`
    })
    await page.setContent(`<style>${style}</style>${sections.join('')}`, { timeout: 300_000 })
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
    return pdf.length
  } finally {
    await browser.close()
  }
}
