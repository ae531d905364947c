import { faceNames, type Face } from '../fonts/faces.ts'

/** For each typeface the codes of its glyphs, by glyph; shared by all threads that write one file. */
export type GlyphCodes = SharedArrayBuffer

const GLYPHS_A_FACE = 65_536
const BEING_CODED = -1

/** For each typeface a word that counts, then a word a glyph. */
export const newGlyphCodes = (): GlyphCodes =>
  new SharedArrayBuffer(faceNames.length * (1 + GLYPHS_A_FACE) * Int32Array.BYTES_PER_ELEMENT)

/**
 * Gives the glyphs of each typeface codes in a row from 1, in the order in which they are first shown: the subsets that
 * will be embedded have them in that order. `isNew` is true for one thread alone.
 */
export function glyphCoder(codes: GlyphCodes) {
  const words = new Int32Array(codes)
  return (face: Face, glyph: number): { code: number; isNew: boolean } => {
    if (glyph === 0) return { code: 0, isNew: false } // every subset begins with it
    const count = faceNames.indexOf(face) * (1 + GLYPHS_A_FACE)
    const at = count + 1 + glyph
    for (;;) {
      const code = Atomics.compareExchange(words, at, 0, BEING_CODED)
      if (code > 0) return { code, isNew: false }
      if (code === 0) break
      Atomics.wait(words, at, BEING_CODED, 1)
    }
    const code = Atomics.add(words, count, 1) + 1
    Atomics.store(words, at, code)
    Atomics.notify(words, at)
    return { code, isNew: true }
  }
}
