import { hexOf, inkPreview, isGradient, isSolid } from './colour.ts'
import type { Paint, Stroke } from './design.ts'
import type { BitsItem, DisplayItem, DisplayList, GlyphsItem, PathItem, PlacedGlyph } from './display-list.ts'
import type { FontBook } from './font-book.ts'
import { rectangle, roundedRectangle } from './path-data.ts'
import { darkRuns } from './symbol-bits.ts'

export interface SvgOptions {
  /** `card` cuts at the card's rounded edge, `bleed` shows all that is printed. */
  edge?: 'card' | 'bleed'
  /** Read out in place of the picture. */
  title?: string
  /** Begins every id in the picture; needed where several stand in one page. */
  idPrefix?: string
}

/** Paints a display list as one self-contained SVG; letters become outlines, so that it looks the same everywhere. */
export function paintSvg(
  list: DisplayList,
  fonts: FontBook,
  { edge = 'card', title = '', idPrefix = 'c' }: SvgOptions = {},
): string {
  const margin = edge === 'bleed' ? list.bleedUm : 0
  const [width, height] = [list.widthUm + 2 * margin, list.heightUm + 2 * margin]
  const outline =
    edge === 'bleed'
      ? rectangle(-margin, -margin, width, height)
      : roundedRectangle({ x: 0, y: 0, width, height, radius: list.cornerUm })
  const definitions: string[] = []
  const define = (write: (id: string) => string) => {
    const id = `${idPrefix}${definitions.length}`
    definitions.push(write(id))
    return id
  }
  const edgeId = define((id) => clipPath(id, outline))
  const body = list.items.map((item) => paintItem(item, fonts, define)).join('')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width / 1000}mm" height="${height / 1000}mm" ` +
    `viewBox="${-margin} ${-margin} ${width} ${height}" role="img">${title && `<title>${escape(title)}</title>`}` +
    `<defs>${definitions.join('')}</defs><g clip-path="url(#${edgeId})">${body}</g></svg>`
  )
}

type Define = (write: (id: string) => string) => string

function paintItem(item: DisplayItem, fonts: FontBook, define: Define): string {
  switch (item.kind) {
    case 'fixed':
      return item.items.map((part) => paintItem(part, fonts, define)).join('')
    case 'group': {
      const body = item.items.map((part) => paintItem(part, fonts, define)).join('')
      const clipped = item.clip === undefined ? body : `<g${clipTo(item.clip, define)}>${body}</g>`
      return `<g transform="matrix(${item.matrix.join(' ')})">${clipped}</g>`
    }
    case 'path':
      return paintPath(item, define)
    case 'glyphs':
      return `<path d="${outlines(item, fonts)}" ${fillWith(item.paint, define)}${opacity(item.opacity)}/>`
    case 'bits':
      return `<path d="${modules(item)}" fill="${hexOf(item.colour)}"/>`
    case 'image': {
      const { xUm, yUm, widthUm, heightUm } = item.box
      const source = `data:${item.asset.mime};base64,${item.asset.base64}`
      const image = `<image x="${xUm}" y="${yUm}" width="${widthUm}" height="${heightUm}" preserveAspectRatio="none" href="${source}"${opacity(item.opacity)}/>`
      return item.clip === undefined ? image : `<g${clipTo(item.clip, define)}>${image}</g>`
    }
  }
}

function paintPath(item: PathItem, define: Define): string {
  const fill = item.fill ? fillWith(item.fill, define) : 'fill="none"'
  const stroke = item.stroke ? strokeWith(item.stroke, define) : ''
  const rule = item.evenOdd ? ' fill-rule="evenodd"' : ''
  const clip = item.clip === undefined ? '' : clipTo(item.clip, define)
  return `<path d="${item.d}" ${fill}${rule}${stroke}${opacity(item.opacity)}${clip}/>`
}

const clipTo = (clip: string, define: Define): string =>
  ` clip-path="url(#${define((id) => clipPath(id, clip))})"`

function strokeWith(stroke: Stroke, define: Define): string {
  const dash = stroke.dashUm ? ` stroke-dasharray="${stroke.dashUm.join(' ')}"` : ''
  const cap = stroke.cap === 'round' ? ' stroke-linecap="round"' : ''
  return ` stroke="${paintOf(stroke.paint, define)}"${shade(stroke.paint, 'stroke')} stroke-width="${stroke.widthUm}"${dash}${cap}`
}

const fillWith = (paint: Paint, define: Define): string =>
  `fill="${paintOf(paint, define)}"${shade(paint, 'fill')}`

/** A tint of a special ink lets through what lies under it. */
function shade(paint: Paint, use: 'fill' | 'stroke'): string {
  if (typeof paint === 'string' || paint.kind !== 'spot') return ''
  const share = (inkPreview[paint.ink].opacity * paint.tint) / 100
  return ` ${use}-opacity="${Math.round(share * 1000) / 1000}"`
}

function modules(item: BitsItem): string {
  let d = ''
  for (const { x, y, width } of darkRuns(item))
    d += rectangle(
      item.xUm + x * item.moduleWidthUm,
      item.yUm + y * item.moduleHeightUm,
      width * item.moduleWidthUm,
      item.moduleHeightUm,
    )
  return d
}

const LETTERS: Readonly<Record<string, string>> = {
  moveTo: 'M',
  lineTo: 'L',
  quadraticCurveTo: 'Q',
  bezierCurveTo: 'C',
  closePath: 'Z',
}

/** With all repetitions. */
function everyGlyph({ glyphs, repeat = { times: 1, stepUm: 0 } }: GlyphsItem): PlacedGlyph[] {
  return Array.from({ length: repeat.times }, (_, i) =>
    glyphs.map((glyph) => ({ ...glyph, xUm: glyph.xUm + i * repeat.stepUm })),
  ).flat()
}

function outlines(item: GlyphsItem, fonts: FontBook): string {
  const { font } = fonts[item.face]
  const scale = item.sizeUm / font.unitsPerEm
  const at = (value: number, i: number, x: number, y: number) =>
    Math.round((i % 2 === 0 ? x + value * scale : y - value * scale) * 10) / 10
  return everyGlyph(item)
    .flatMap(({ id, xUm, baselineUm }) =>
      font
        .getGlyph(id)
        .path.commands.map(
          ({ command, args }) =>
            `${LETTERS[command]}${args.map((value, i) => at(value, i, xUm, baselineUm)).join(' ')}`,
        ),
    )
    .join('')
}

function paintOf(paint: Paint, define: Define): string {
  if (isSolid(paint)) return hexOf(paint)
  if (!isGradient(paint)) return inkPreview[paint.ink].colour
  const stops = paint.stops
    .map(([offset, colour]) => `<stop offset="${offset}" stop-color="${hexOf(colour)}"/>`)
    .join('')
  const id = define((id) =>
    paint.kind === 'linear'
      ? `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="${paint.from[0]}" y1="${paint.from[1]}" x2="${paint.to[0]}" y2="${paint.to[1]}">${stops}</linearGradient>`
      : `<radialGradient id="${id}" gradientUnits="userSpaceOnUse" cx="${paint.centre[0]}" cy="${paint.centre[1]}" r="${paint.radiusUm}">${stops}</radialGradient>`,
  )
  return `url(#${id})`
}

const clipPath = (id: string, d: string) => `<clipPath id="${id}"><path d="${d}"/></clipPath>`

const opacity = (value: number | undefined) =>
  value === undefined || value === 1 ? '' : ` opacity="${value}"`

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }

const escape = (text: string) => text.replace(/[<>&"]/g, (character) => ENTITIES[character] ?? '')
