import type { Face } from '../fonts/faces.ts'
import { DesignError } from './design-error.ts'
import { faceFor, type FontBook } from './font-book.ts'

/** A glyph with its advance, kerning included, in thousandths of the type size. */
export interface ShapedGlyph {
  face: Face
  id: number
  codePoints: readonly number[]
  advance: number
  dx: number
  dy: number
}

/** Ligatures would hide letters from tracking and from copied text. */
const FEATURES = { liga: false, clig: false }

/** Shapes one line, taking a fallback face where the wanted one lacks a glyph; throws `glyph-missing`. */
export function shapeText(fonts: FontBook, face: Face, text: string, element?: string): ShapedGlyph[] {
  return splitByFace(fonts, face, text, element).flatMap((part) => {
    const { font } = fonts[part.face]
    const scale = 1000 / font.unitsPerEm
    const run = font.layout(part.text, FEATURES)
    return run.glyphs.map((glyph, i) => ({
      face: part.face,
      id: glyph.id,
      codePoints: glyph.codePoints,
      advance: (run.positions[i]?.xAdvance ?? 0) * scale,
      dx: (run.positions[i]?.xOffset ?? 0) * scale,
      dy: (run.positions[i]?.yOffset ?? 0) * scale,
    }))
  })
}

function splitByFace(fonts: FontBook, wanted: Face, text: string, element?: string) {
  const parts: { face: Face; text: string }[] = []
  for (const character of text) {
    const face = faceFor(fonts, wanted, character.codePointAt(0) ?? 0)
    if (!face)
      throw new DesignError('glyph-missing', `No typeface has the character ${nameOf(character)}.`, element)
    const last = parts.at(-1)
    if (last?.face === face) last.text += character
    else parts.push({ face, text: character })
  }
  return parts
}

const nameOf = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** The width in micrometres; tracking stands between glyphs, not after the last one. */
export const widthOf = (glyphs: readonly ShapedGlyph[], sizeUm: number, trackingUm = 0): number =>
  glyphs.reduce((sum, glyph) => sum + (glyph.advance * sizeUm) / 1000, 0) +
  trackingUm * Math.max(0, glyphs.length - 1)
