import type { Face } from '../fonts/faces.ts'
import type { Asset, Box, Paint } from './design.ts'

/**
 * What a painter draws, in order. Micrometres from the top left corner of the trimmed sheet, y downwards. Painters
 * decide nothing: every position, size and glyph is final.
 */
export type DisplayItem = FixedItem | PathItem | GlyphsItem | ImageItem

/** Items that are the same on every card of a file; a painter may draw them once and refer to them by key. */
export interface FixedItem {
  kind: 'fixed'
  key: string
  items: readonly DisplayItem[]
}

export interface PathItem {
  kind: 'path'
  /** Absolute M, L, C and Z commands. */
  d: string
  fill?: Paint | undefined
  stroke?: { paint: Paint; widthUm: number } | undefined
  opacity?: number | undefined
  /** Path data that the item is clipped to. */
  clip?: string | undefined
}

export interface GlyphsItem {
  kind: 'glyphs'
  face: Face
  sizeUm: number
  paint: Paint
  opacity?: number | undefined
  glyphs: readonly PlacedGlyph[]
}

interface PlacedGlyph {
  id: number
  codePoints: readonly number[]
  xUm: number
  baselineUm: number
}

export interface ImageItem {
  kind: 'image'
  key: string
  asset: Asset
  box: Box
  opacity?: number | undefined
}

export interface DisplayList {
  widthUm: number
  heightUm: number
  bleedUm: number
  cornerUm: number
  items: readonly DisplayItem[]
}
