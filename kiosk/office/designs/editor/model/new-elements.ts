import { ID1, type Box, type DesignElement } from '../../../../../card-designs/engine/design.ts'

const kinds = [
  'text',
  'rect',
  'ellipse',
  'line',
  'qrcode',
  'code128',
  'datamatrix',
  'pdf417',
  'azteccode',
  'guilloche',
  'ribbon',
  'microtext',
  'rainbow',
  'photo',
  'signature',
] as const
export type Kind = (typeof kinds)[number]

const INK = '#1B1A17'

const centred = (widthUm: number, heightUm: number): Box => ({
  xUm: Math.round((ID1.widthUm - widthUm) / 2),
  yUm: Math.round((ID1.heightUm - heightUm) / 2),
  widthUm,
  heightUm,
})

/** A new element of a kind, in the middle of the card, that can be printed as it is. */
export function newElement(kind: Kind, words: string): DesignElement {
  switch (kind) {
    case 'text':
      return {
        type: 'text',
        id: 'text',
        text: words,
        xUm: 27_800,
        baselineUm: 28_300,
        widthUm: 30_000,
        face: 'sans',
        sizeUm: 3_500,
        paint: INK,
        align: 'left',
        fit: { kind: 'shrink', minSizeUm: 1_500 },
      }
    case 'rect':
      return { type: 'rect', id: 'rectangle', box: centred(24_000, 14_000), fill: '#B08D57' }
    case 'ellipse':
      return { type: 'ellipse', id: 'ellipse', box: centred(16_000, 16_000), fill: '#B08D57' }
    case 'line':
      return {
        type: 'line',
        id: 'line',
        from: [27_800, 26_990],
        to: [57_800, 26_990],
        stroke: { paint: INK, widthUm: 200 },
      }
    case 'qrcode':
      return {
        type: 'symbol',
        id: 'qr',
        symbology: 'qrcode',
        content: '{{qr}}',
        box: centred(24_000, 24_000),
        minModuleUm: 250,
        colour: '#000000',
      }
    case 'datamatrix':
    case 'pdf417':
    case 'azteccode': {
      const box = kind === 'pdf417' ? centred(48_000, 14_000) : centred(16_000, 16_000)
      const content = '{{cardNumber}}'
      return {
        type: 'symbol',
        id: 'code',
        symbology: kind,
        content,
        box,
        minModuleUm: 250,
        colour: '#000000',
      }
    }
    case 'code128':
      return {
        type: 'symbol',
        id: 'barcode',
        symbology: 'code128',
        content: '{{cardNumber}}',
        box: centred(48_000, 9_000),
        minModuleUm: 190,
        colour: '#000000',
      }
    case 'guilloche':
      return {
        type: 'guilloche',
        id: 'rosette',
        guilloche: {
          kind: 'rosette',
          centre: [42_800, 26_990],
          innerUm: 5_000,
          outerUm: 12_000,
          petals: 12,
          lines: 14,
        },
        stroke: { paint: '#8F6C38', widthUm: 55 },
        opacity: 0.7,
      }
    case 'ribbon':
      return {
        type: 'guilloche',
        id: 'ribbon',
        guilloche: { kind: 'ribbon', box: centred(60_000, 9_000), waves: 5, beats: 2, lines: 14 },
        stroke: { paint: '#8F6C38', widthUm: 55 },
        opacity: 0.7,
      }
    case 'microtext':
      return {
        type: 'microtext',
        id: 'microtext',
        text: words,
        xUm: 12_800,
        baselineUm: 27_000,
        widthUm: 60_000,
        face: 'sans',
        sizeUm: 300,
        paint: INK,
      }
    case 'rainbow':
      return {
        type: 'rainbow',
        id: 'rainbow',
        box: centred(60_000, 6_000),
        lines: 12,
        waves: 6,
        widthUm: 90,
        colours: ['#9E2A2B', '#B7791F', '#2F6B5E', '#2B4C7E'],
      }
    case 'photo':
      return { type: 'photo', id: 'photo', field: 'photo', box: centred(18_000, 24_000), framing: 'cover' }
    case 'signature':
      return {
        type: 'photo',
        id: 'signature',
        field: 'signature',
        box: centred(40_000, 9_000),
        framing: 'contain',
      }
  }
}

/** At 300 dots an inch, but never larger than the printed sheet. */
const UM_PER_PIXEL = 25_400 / 300

/** A picture at the size that it prints well at, in the middle; one of a whole card's shape covers the sheet with its bleed. */
export function pictureElement(
  { sha256, widthPx, heightPx }: { sha256: string; widthPx: number; heightPx: number },
  bleedUm: number,
): DesignElement {
  const [sheetWide, sheetHigh] = [ID1.widthUm + 2 * bleedUm, ID1.heightUm + 2 * bleedUm]
  const isSheet = Math.abs(widthPx / heightPx / (sheetWide / sheetHigh) - 1) < 0.03
  const isLarge = widthPx * UM_PER_PIXEL >= sheetWide * 0.9
  if (isSheet && isLarge)
    return {
      type: 'image',
      id: 'picture',
      asset: sha256,
      box: { xUm: -bleedUm, yUm: -bleedUm, widthUm: sheetWide, heightUm: sheetHigh },
      framing: 'cover',
    }
  const scale = Math.min(UM_PER_PIXEL, (ID1.widthUm * 0.8) / widthPx, (ID1.heightUm * 0.8) / heightPx)
  const box = centred(Math.max(100, Math.round(widthPx * scale)), Math.max(100, Math.round(heightPx * scale)))
  return { type: 'image', id: 'picture', asset: sha256, box, framing: 'contain' }
}
