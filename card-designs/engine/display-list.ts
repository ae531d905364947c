import type { Face } from '../fonts/faces.ts'
import type { Asset, Box, Paint, Solid, Stroke } from './design.ts'

/**
 * What a painter draws, in order. Micrometres from the top left corner of the trimmed sheet, y downwards. Painters
 * decide nothing: every position, size and glyph is final.
 */
export type DisplayItem = FixedItem | GroupItem | PathItem | GlyphsItem | BitsItem | ImageItem

/** `[a b c d e f]` takes a point to (ax + cy + e, bx + dy + f), as in SVG and PDF (ISO 32000-1 §8.3.4). */
export type Matrix = readonly [number, number, number, number, number, number]

/** Items that are the same on every card of a file; a painter may draw them once and refer to them by key. */
export interface FixedItem {
  kind: 'fixed'
  key: string
  items: readonly DisplayItem[]
}

/** Items in coordinates of their own. */
interface GroupItem {
  kind: 'group'
  matrix: Matrix
  /** In the group's own coordinates. */
  clip?: string | undefined
  items: readonly DisplayItem[]
}

export interface PathItem {
  kind: 'path'
  /** Absolute M, L, C and Z commands. */
  d: string
  fill?: Paint | undefined
  stroke?: Stroke | undefined
  evenOdd?: boolean | undefined
  opacity?: number | undefined
  /** Path data that the item is clipped to. */
  clip?: string | undefined
}

export interface GlyphsItem {
  kind: 'glyphs'
  face: Face
  sizeUm: number
  /** Already in the glyphs' places: a painter that counts on can tell it as one number. */
  trackingUm?: number | undefined
  paint: Paint
  opacity?: number | undefined
  glyphs: readonly PlacedGlyph[]
  /** The whole again and again, each a step to the right of the last. */
  repeat?: { times: number; stepUm: number } | undefined
}

export interface PlacedGlyph {
  id: number
  codePoints: readonly number[]
  xUm: number
  baselineUm: number
}

/** The dark modules of a symbol; a linear one has a single row of tall modules. */
export interface BitsItem {
  kind: 'bits'
  columns: number
  rows: number
  /** Row by row, each beginning a byte, the leftmost module in its highest bit. */
  bits: Uint8Array
  xUm: number
  yUm: number
  moduleWidthUm: number
  moduleHeightUm: number
  colour: Solid
}

export interface ImageItem {
  kind: 'image'
  key: string
  asset: Asset
  box: Box
  opacity?: number | undefined
  clip?: string | undefined
}

export interface DisplayList {
  widthUm: number
  heightUm: number
  bleedUm: number
  cornerUm: number
  items: readonly DisplayItem[]
}
