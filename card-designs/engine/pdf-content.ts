import { isGradient, isSolid, rgbOf } from './colour.ts'
import type { Gradient, Paint, Solid, Spot } from './design.ts'
import type {
  BitsItem,
  DisplayItem,
  FixedItem,
  GlyphsItem,
  ImageItem,
  Matrix,
  PathItem,
  PlacedGlyph,
} from './display-list.ts'
import type { Face } from '../fonts/faces.ts'
import { multiply } from './matrix.ts'
import type { GraphicsState } from './painted-page.ts'
import { darkRuns } from './symbol-bits.ts'

/** What content names instead of holding: each answer is a resource name, without its slash. */
export interface PdfResources {
  form(item: FixedItem): string
  image(item: ImageItem): string
  pattern(paint: Gradient, matrix: Matrix): string
  ink(ink: Spot['ink']): string
  state(state: GraphicsState): string
  font(face: Face): PdfFont
}

export interface PdfFont {
  name: string
  /** A glyph's code in the embedded subset, as two bytes of a literal string, and its width in thousandths of the type size. */
  encode(glyph: PlacedGlyph): { code: string; width: number }
}

/** Writes items as a PDF content stream in micrometres, y downwards; `matrix` leads from there to the stream's own space. */
export function pdfContent(items: readonly DisplayItem[], resources: PdfResources, matrix: Matrix): string {
  return items.map((item) => `q\n${writeItem(item, resources, matrix)}\nQ`).join('\n')
}

function writeItem(item: DisplayItem, resources: PdfResources, matrix: Matrix): string {
  switch (item.kind) {
    case 'fixed':
      return `/${resources.form(item)} Do`
    case 'group':
      return `${item.matrix.map(decimal).join(' ')} cm\n${clipped(item.clip)}${pdfContent(item.items, resources, multiply(matrix, item.matrix))}`
    case 'path':
      return (
        state(item.opacity, [item.fill, item.stroke?.paint], resources) + writePath(item, resources, matrix)
      )
    case 'glyphs':
      return (
        state(item.opacity, [item.paint], resources) +
        colour(item.paint, 'fill', resources, matrix) +
        writeGlyphs(item, resources)
      )
    case 'bits':
      return solid(item.colour, 'fill') + (item.rows === 1 ? writeBars(item) : writeBits(item))
    case 'image': {
      const { xUm, yUm, widthUm, heightUm } = item.box
      const place = [widthUm, 0, 0, -heightUm, xUm, yUm + heightUm].map(decimal).join(' ')
      return `${state(item.opacity, [], resources)}${clipped(item.clip)}${place} cm /${resources.image(item)} Do`
    }
  }
}

const decimal = (value: number): string => String(Math.round(value * 1e5) / 1e5)

const clipped = (clip: string | undefined): string => (clip === undefined ? '' : `${operators(clip)} W n\n`)

function writePath(item: PathItem, resources: PdfResources, matrix: Matrix): string {
  const fill = item.fill ? colour(item.fill, 'fill', resources, matrix) : ''
  const stroke = item.stroke
    ? `${item.stroke.widthUm} w ${item.stroke.dashUm ? `[${item.stroke.dashUm.join(' ')}] 0 d ` : ''}${item.stroke.cap === 'round' ? '1 J ' : ''}${colour(item.stroke.paint, 'stroke', resources, matrix)}`
    : ''
  const paint = item.fill && item.stroke ? 'B' : item.fill ? 'f' : item.stroke ? 'S' : 'n'
  const rule = item.evenOdd && item.fill ? '*' : ''
  return `${clipped(item.clip)}${fill}${stroke}${operators(item.d)} ${paint}${rule}`
}

/** ISO 32000-1 §8.9.7: an inline stencil mask, a bit a module; its own bits say where ink goes (`/D [1 0]`). */
function writeBits({ columns, rows, bits, xUm, yUm, moduleWidthUm, moduleHeightUm }: BitsItem): string {
  const [width, height] = [columns * moduleWidthUm, rows * moduleHeightUm]
  return `${width} 0 0 ${-height} ${xUm} ${yUm + height} cm\nBI /W ${columns} /H ${rows} /IM true /D [1 0] ID ${latin1(bits)}\nEI`
}

const latin1 = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('latin1')

function writeBars(item: BitsItem): string {
  let bars = `${item.moduleWidthUm} 0 0 ${item.moduleHeightUm} ${item.xUm} ${item.yUm} cm`
  for (const { x, width } of darkRuns(item)) bars += ` ${x} 0 ${width} 1 re`
  return `${bars} f`
}

const OPERATORS: Readonly<Record<string, string>> = { M: 'm', L: 'l', C: 'c', Z: 'h' }

const operators = (d: string): string =>
  d.replace(/([MLCZ])([^MLCZ]*)/g, (_, command: string, numbers: string) =>
    `${numbers.replaceAll(',', ' ').trim()} ${OPERATORS[command]} `.trimStart(),
  )

/** Less than this is not seen, and costs a number in the file. */
const TOLERANCE_UM = 0.6

/** Lines of glyphs: tracking is told once (`Tc`), and a glyph's place only where it is not where the last one ends. */
function writeGlyphs(item: GlyphsItem, resources: PdfResources): string {
  const { face, sizeUm, trackingUm = 0, glyphs, repeat } = item
  const font = resources.font(face)
  const tracking = Math.round(trackingUm * 100) / 100
  let text = `BT /${font.name} ${sizeUm} Tf${tracking === 0 ? '' : ` ${tracking} Tc`}\n`
  let shown = ''
  let pen = 0
  let baseline: number | undefined
  for (const glyph of glyphs) {
    const { code, width } = font.encode(glyph)
    if (baseline === glyph.baselineUm) {
      const shift = shiftTo(glyph.xUm, pen, sizeUm)
      if (shift !== 0) shown += `)${shift}(`
      pen -= (shift * sizeUm) / 1000
    } else {
      if (shown) text += `[(${shown})] TJ\n`
      baseline = glyph.baselineUm
      pen = glyph.xUm
      text += `1 0 0 -1 ${pen} ${baseline} Tm\n`
      shown = ''
    }
    shown += code
    pen += (width * sizeUm) / 1000 + tracking
  }
  return `${text}[(${repeat ? repeated(shown, pen, item) : shown})] TJ ET`
}

/** In thousandths of the type size against the line's direction, as `TJ` has it (ISO 32000-1 §9.4.3); 0 where nobody sees it. */
const shiftTo = (wantedUm: number, penUm: number, sizeUm: number): number =>
  Math.abs(penUm - wantedUm) > TOLERANCE_UM ? Math.round(((penUm - wantedUm) * 10_000) / sizeUm) / 10 : 0

/** What is repeated keeps its step even where the numbers' own roundness adds up. */
function repeated(shown: string, penUm: number, { glyphs, sizeUm, repeat }: GlyphsItem): string {
  if (!repeat) return shown
  const first = glyphs[0]?.xUm ?? 0
  const shift = Math.round(((penUm - first - repeat.stepUm) * 100_000) / sizeUm) / 100
  const joint = shift === 0 ? '' : `)${shift}(`
  return (shown + joint).repeat(repeat.times - 1) + shown
}

function state(
  opacity: number | undefined,
  paints: readonly (Paint | undefined)[],
  resources: PdfResources,
): string {
  const overprint = paints.some((paint) => typeof paint === 'object' && paint.kind === 'spot')
  return (opacity === undefined || opacity === 1) && !overprint
    ? ''
    : `/${resources.state({ opacity: opacity ?? 1, overprint })} gs `
}

function colour(paint: Paint, use: 'fill' | 'stroke', resources: PdfResources, matrix: Matrix): string {
  if (isSolid(paint)) return solid(paint, use)
  const [space, set] = use === 'fill' ? ['cs', 'scn'] : ['CS', 'SCN']
  if (isGradient(paint)) return `/Pattern ${space} /${resources.pattern(paint, matrix)} ${set} `
  return `/${resources.ink(paint.ink)} ${space} ${paint.tint / 100} ${set} `
}

function solid(paint: Solid, use: 'fill' | 'stroke'): string {
  const operator = typeof paint === 'string' ? 'rg' : 'k'
  return `${components(paint).join(' ')} ${use === 'fill' ? operator : operator.toUpperCase()} `
}

/** Three numbers from 0 to 1 for red, green and blue, or four for inks. */
export const components = (paint: Solid): number[] =>
  typeof paint === 'string'
    ? rgbOf(paint).map((part) => Math.round(part * 1000) / 1000)
    : [paint.c, paint.m, paint.y, paint.k].map((ink) => ink / 100)
