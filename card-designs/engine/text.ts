import type { Face } from '../fonts/faces.ts'
import { DesignError } from './design-error.ts'
import { faceFor, type FontBook } from './font-book.ts'
import { shapePlain } from './glyph-cache.ts'
import type { ShapedGlyph } from './shaped-glyph.ts'

export interface Shaping {
  fonts: FontBook
  face: Face
  element?: string | undefined
  kerning?: boolean | undefined
  vertical?: boolean | undefined
}

/** Ligatures would hide letters from tracking and from copied text. */
const FEATURES = { liga: false, clig: false }

/** Shapes one line, taking a fallback face where the wanted one lacks a glyph; throws `glyph-missing`. */
export function shapeText(shaping: Shaping, text: string): ShapedGlyph[] {
  const isKerned = shaping.kerning !== false && shaping.vertical !== true
  const plain = isKerned ? shapePlain(shaping.fonts, shaping.face, text) : undefined
  return plain ?? shapeRuns(shaping, text)
}

/** The same by the shaping engine itself, for any text. */
export function shapeRuns(shaping: Shaping, text: string): ShapedGlyph[] {
  return split(shaping, text).flatMap(({ face, text, upright }) => {
    const { font } = shaping.fonts[face]
    const scale = 1000 / font.unitsPerEm
    const run = font.layout(text, {
      ...FEATURES,
      ...(shaping.kerning === false && { kern: false }),
      ...(upright && { vert: true, kern: false }),
    })
    // A typeface may draw two characters with one glyph, which remembers the one that it was first asked for.
    const characters = Array.from(text)
    const isEachItsOwn = characters.length === run.glyphs.length
    return run.glyphs.map((glyph, i) => {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = run.positions[i] ?? {}
      const width = xAdvance * scale
      const own = isEachItsOwn ? characters[i]?.codePointAt(0) : undefined
      const common = { face, id: glyph.id, codePoints: own ? [own] : glyph.codePoints, width }
      return upright
        ? { ...common, advance: 1000, dx: 0, dy: 0, upright }
        : { ...common, advance: width, dx: xOffset * scale, dy: yOffset * scale }
    })
  })
}

/** What stands upright in a column by Unicode UAX #50 (U and Tu), as far as our typefaces go: Chinese and its punctuation. */
const UPRIGHT =
  /[\u2E80-\u303F\u3041-\u30FF\u3105-\u312F\u3190-\u31EF\u3200-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\uFE30-\uFE4F\uFF01-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFF}]/u

function split({ fonts, face: wanted, element, vertical = false }: Shaping, text: string) {
  const parts: { face: Face; text: string; upright: boolean }[] = []
  for (const character of text) {
    const face = faceFor(fonts, wanted, character.codePointAt(0) ?? 0)
    if (!face)
      throw new DesignError('glyph-missing', `No typeface has the character ${nameOf(character)}.`, element)
    const upright = vertical && UPRIGHT.test(character)
    const last = parts.at(-1)
    if (last?.face === face && last.upright === upright) last.text += character
    else parts.push({ face, text: character, upright })
  }
  return parts
}

const nameOf = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** The width in micrometres; tracking stands between glyphs, not after the last one. */
export const widthOf = (glyphs: readonly ShapedGlyph[], sizeUm: number, trackingUm = 0): number =>
  glyphs.reduce((sum, glyph) => sum + (glyph.advance * sizeUm) / 1000, 0) +
  trackingUm * Math.max(0, glyphs.length - 1)
