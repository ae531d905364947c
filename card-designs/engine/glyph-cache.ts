import type { Face } from '../fonts/faces.ts'
import type { FontBook } from './font-book.ts'
import type { ShapedGlyph } from './shaped-glyph.ts'

/**
 * Letters and digits of ASCII, Chinese characters and their full-width punctuation: our typefaces set each by itself, or
 * closer to its neighbour, and never in another way, so that a line of them can be put together from pairs. A test holds
 * the typefaces to it.
 */
const PLAIN = /^[\x20-\x7e\u4e00-\u9fff、。〈-】！％（）＋，－．／：；？～￥]*$/

const MOST_PAIRS = 40_000

/** Typefaces may draw a digit otherwise in Chinese than in Latin: a line's first letter says which it is, as in fontkit. */
type Script = 'latn' | 'hani' | undefined

function scriptOf(text: string): Script {
  const [first] = /[A-Za-z\u4e00-\u9fff]/.exec(text) ?? []
  if (first === undefined) return undefined
  return first < '\x80' ? 'latn' : 'hani'
}

interface PairCache {
  own: Map<number, boolean>
  pairs: Map<number, ShapedGlyph>
}

const caches = new WeakMap<FontBook, Map<string, PairCache>>()

/** A plain line's glyphs, kerned; undefined where the line has to be shaped as a whole. */
export function shapePlain(fonts: FontBook, wanted: Face, text: string): ShapedGlyph[] | undefined {
  if (!PLAIN.test(text)) return undefined
  const script = scriptOf(text)
  const cache = cacheOf(fonts, `${wanted} ${script}`)
  const glyphs: ShapedGlyph[] = []
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const next = i + 1 < text.length ? text.charCodeAt(i + 1) : 0
    if (!isOwn(fonts, wanted, cache, code)) return undefined
    const neighbour = next < 0x80 && code < 0x80 ? next : 0
    const key = code * 0x80 + neighbour
    let glyph = cache.pairs.get(key)
    if (!glyph) {
      glyph = shapePair(fonts, { face: wanted, script, code, next: neighbour })
      if (!glyph) return undefined
      if (cache.pairs.size >= MOST_PAIRS) cache.pairs.clear()
      cache.pairs.set(key, glyph)
    }
    glyphs.push(glyph)
  }
  return glyphs
}

function cacheOf(fonts: FontBook, name: string): PairCache {
  let byName = caches.get(fonts)
  if (!byName) {
    byName = new Map()
    caches.set(fonts, byName)
  }
  let cache = byName.get(name)
  if (!cache) {
    cache = { own: new Map(), pairs: new Map() }
    byName.set(name, cache)
  }
  return cache
}

/** Whether the face has the character itself: what another face lends is a stretch with a script of its own. */
function isOwn(fonts: FontBook, face: Face, { own }: PairCache, code: number): boolean {
  let known = own.get(code)
  if (known === undefined) {
    known = fonts[face].font.hasGlyphForCodePoint(code)
    own.set(code, known)
  }
  return known
}

interface Pair {
  face: Face
  script: Script
  code: number
  next: number
}

/** The first glyph of a pair with the advance that its neighbour leaves it. */
function shapePair(fonts: FontBook, { face, script, code, next }: Pair): ShapedGlyph | undefined {
  const { font } = fonts[face]
  const text = next === 0 ? String.fromCharCode(code) : String.fromCharCode(code, next)
  const run = font.layout(text, { liga: false, clig: false }, script)
  const [glyph, position] = [run.glyphs[0], run.positions[0]]
  if (!glyph || !position || run.glyphs.length !== text.length) return undefined
  if (run.positions.some(({ xOffset, yOffset }) => xOffset !== 0 || yOffset !== 0)) return undefined
  const width = (position.xAdvance * 1000) / font.unitsPerEm
  return { face, id: glyph.id, codePoints: [code], advance: width, width, dx: 0, dy: 0 }
}
