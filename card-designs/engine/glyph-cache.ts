import type { Face } from '../fonts/faces.ts'
import { faces } from '../fonts/faces.ts'
import type { FontBook } from './font-book.ts'
import type { ShapedGlyph } from './text.ts'

/**
 * Letters and digits of ASCII, Chinese characters and their full-width punctuation: our typefaces set each by itself, or
 * closer to its neighbour, and never in another way, so that a line of them can be put together from pairs. A test holds
 * the typefaces to it.
 */
const PLAIN = /^[\x20-\x7e\u4e00-\u9fff、。〈-】！％（）＋，－．／：；？～￥]*$/

const MOST_PAIRS = 40_000

interface PairCache {
  faceOf: Map<number, Face | undefined>
  pairs: Map<number, ShapedGlyph>
}

const caches = new WeakMap<FontBook, Map<Face, PairCache>>()

/** A plain line's glyphs, kerned; undefined where the line has to be shaped as a whole. */
export function shapePlain(fonts: FontBook, wanted: Face, text: string): ShapedGlyph[] | undefined {
  if (!PLAIN.test(text)) return undefined
  const cache = cacheOf(fonts, wanted)
  const glyphs: ShapedGlyph[] = []
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const face = faceAt(fonts, wanted, cache, code)
    if (face === undefined) return undefined
    const next = i + 1 < text.length ? text.charCodeAt(i + 1) : 0
    const neighbour = next < 0x80 && code < 0x80 && faceAt(fonts, wanted, cache, next) === face ? next : 0
    const key = code * 0x80 + neighbour
    let glyph = cache.pairs.get(key)
    if (!glyph) {
      glyph = shapePair(fonts, face, code, neighbour)
      if (!glyph) return undefined
      if (cache.pairs.size >= MOST_PAIRS) cache.pairs.clear()
      cache.pairs.set(key, glyph)
    }
    glyphs.push(glyph)
  }
  return glyphs
}

function cacheOf(fonts: FontBook, face: Face): PairCache {
  let byFace = caches.get(fonts)
  if (!byFace) {
    byFace = new Map()
    caches.set(fonts, byFace)
  }
  let cache = byFace.get(face)
  if (!cache) {
    cache = { faceOf: new Map(), pairs: new Map() }
    byFace.set(face, cache)
  }
  return cache
}

function faceAt(fonts: FontBook, wanted: Face, { faceOf }: PairCache, code: number): Face | undefined {
  if (faceOf.has(code)) return faceOf.get(code)
  let face: Face | undefined = wanted
  while (face !== undefined && !fonts[face].font.hasGlyphForCodePoint(code)) face = faces[face].fallback
  faceOf.set(code, face)
  return face
}

/** The first glyph of a pair with the advance that its neighbour leaves it. */
function shapePair(fonts: FontBook, face: Face, code: number, next: number): ShapedGlyph | undefined {
  const { font } = fonts[face]
  const text = next === 0 ? String.fromCharCode(code) : String.fromCharCode(code, next)
  const run = font.layout(text, { liga: false, clig: false })
  const [glyph, position] = [run.glyphs[0], run.positions[0]]
  if (!glyph || !position || run.glyphs.length !== text.length) return undefined
  if (run.positions.some(({ xOffset, yOffset }) => xOffset !== 0 || yOffset !== 0)) return undefined
  const width = (position.xAdvance * 1000) / font.unitsPerEm
  return { face, id: glyph.id, codePoints: glyph.codePoints, advance: width, width, dx: 0, dy: 0 }
}
