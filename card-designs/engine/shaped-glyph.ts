import type { Face } from '../fonts/faces.ts'

/** A glyph with its advance, kerning included, in thousandths of the type size. */
export interface ShapedGlyph {
  face: Face
  id: number
  codePoints: readonly number[]
  /** Along the line; of an upright glyph in vertical text down the column. */
  advance: number
  /** The glyph's own width. */
  width: number
  dx: number
  dy: number
  /** In vertical text: stands upright in its column instead of lying on its side. */
  upright?: boolean
}
