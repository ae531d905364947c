import type { Paint } from './design.ts'
import type { DisplayItem, FixedItem, GlyphsItem, ImageItem, PathItem } from './display-list.ts'
import type { Face } from '../fonts/faces.ts'

/** A PDF matrix, ISO 32000-1 §8.3.4. */
export type Matrix = readonly [number, number, number, number, number, number]

/** What content names instead of holding: each answer is a resource name, without its slash. */
export interface PdfResources {
  form(item: FixedItem): string
  image(item: ImageItem): string
  pattern(paint: Exclude<Paint, string>, matrix: Matrix): string
  opacity(value: number): string
  font(face: Face): PdfFont
}

export interface PdfFont {
  name: string
  /** The code of a glyph in the embedded subset and its width in thousandths of the type size. */
  encode(glyph: GlyphsItem['glyphs'][number]): { code: number; width: number }
}

/** Writes items as a PDF content stream in micrometres, y downwards; `matrix` leads from there to the stream's own space. */
export function pdfContent(items: readonly DisplayItem[], resources: PdfResources, matrix: Matrix): string {
  return items.map((item) => `q\n${writeItem(item, resources, matrix)}\nQ`).join('\n')
}

function writeItem(item: DisplayItem, resources: PdfResources, matrix: Matrix): string {
  switch (item.kind) {
    case 'fixed':
      return `/${resources.form(item)} Do`
    case 'path':
      return opacity(item.opacity, resources) + writePath(item, resources, matrix)
    case 'glyphs':
      return (
        opacity(item.opacity, resources) +
        colour(item.paint, 'fill', resources, matrix) +
        writeGlyphs(item, resources)
      )
    case 'image': {
      const { xUm, yUm, widthUm, heightUm } = item.box
      return `${opacity(item.opacity, resources)}${widthUm} 0 0 ${-heightUm} ${xUm} ${yUm + heightUm} cm /${resources.image(item)} Do`
    }
  }
}

function writePath(item: PathItem, resources: PdfResources, matrix: Matrix): string {
  const clip = item.clip === undefined ? '' : `${operators(item.clip)} W n\n`
  const fill = item.fill ? colour(item.fill, 'fill', resources, matrix) : ''
  const stroke = item.stroke
    ? `${item.stroke.widthUm} w ${colour(item.stroke.paint, 'stroke', resources, matrix)}`
    : ''
  const paint = item.fill && item.stroke ? 'B' : item.fill ? 'f' : item.stroke ? 'S' : 'n'
  return `${clip}${fill}${stroke}${operators(item.d)} ${paint}`
}

const OPERATORS: Readonly<Record<string, string>> = { M: 'm', L: 'l', C: 'c', Z: 'h' }

const operators = (d: string): string =>
  d.replace(/([MLCZ])([^MLCZ]*)/g, (_, command: string, numbers: string) =>
    `${numbers.replaceAll(',', ' ').trim()} ${OPERATORS[command]} `.trimStart(),
  )

function writeGlyphs(item: GlyphsItem, resources: PdfResources): string {
  const font = resources.font(item.face)
  const lines: string[] = []
  let shown = ''
  let pen = 0
  let baseline: number | undefined
  for (const glyph of item.glyphs) {
    const { code, width } = font.encode(glyph)
    const hex = `<${code.toString(16).padStart(4, '0')}>`
    if (baseline === glyph.baselineUm) {
      const shift = Math.round(((pen - glyph.xUm) * 10_000) / item.sizeUm) / 10
      shown += shift === 0 ? hex : `${shift}${hex}`
      pen -= (shift * item.sizeUm) / 1000
    } else {
      if (shown) lines.push(`[${shown}] TJ`)
      baseline = glyph.baselineUm
      pen = glyph.xUm
      lines.push(`1 0 0 -1 ${pen} ${baseline} Tm`)
      shown = hex
    }
    pen += (width * item.sizeUm) / 1000
  }
  return `BT /${font.name} ${item.sizeUm} Tf\n${lines.join('\n')}\n[${shown}] TJ ET`
}

const opacity = (value: number | undefined, resources: PdfResources): string =>
  value === undefined || value === 1 ? '' : `/${resources.opacity(value)} gs `

function colour(paint: Paint, use: 'fill' | 'stroke', resources: PdfResources, matrix: Matrix): string {
  if (typeof paint === 'string') return `${rgb(paint).join(' ')} ${use === 'fill' ? 'rg' : 'RG'} `
  const name = resources.pattern(paint, matrix)
  return use === 'fill' ? `/Pattern cs /${name} scn ` : `/Pattern CS /${name} SCN `
}

/** `#RRGGBB` as the three numbers from 0 to 1 that PDF wants. */
export const rgb = (colour: string): number[] =>
  [1, 3, 5].map((i) => Math.round((Number.parseInt(colour.slice(i, i + 2), 16) / 255) * 1000) / 1000)
