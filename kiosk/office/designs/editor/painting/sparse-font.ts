import { create, type Font } from 'fontkit'
import { loadAroundCff } from './cff-outlines.ts'
import { loadAroundGlyf } from './glyf-outlines.ts'
import type { ByteRange, SparseFile } from './sparse-file.ts'

interface SparseFont {
  /** Fetches an outline, and with it those of letters that will probably be needed. */
  load: (words: string, id: number) => Promise<void>
}

/** Thrown by a layout that needs a letter whose outline is not here yet. */
export class OutlineMissing extends Error {
  readonly source: SparseFont
  readonly id: number
  constructor(source: SparseFont, id: number) {
    super(`the outline ${id} is not loaded`)
    this.source = source
    this.id = id
  }
}

const OTTO = 0x4f54544f
/** OpenType with outlines by Adobe; the others have TrueType's. */
const hasAdobes = ({ buffer }: Uint8Array): boolean => new DataView(buffer).getUint32(0) === OTTO

/** A typeface without its outlines, but for those of the letters in use: an eighth of it for a card. */
export async function openSparseFont(file: SparseFile): Promise<{ bytes: Uint8Array; font: Font }> {
  const { bytes } = file
  const rangeOf = await (hasAdobes(bytes) ? loadAroundCff : loadAroundGlyf)(file)
  const font = openFont(bytes)
  const glyphOf = font.getGlyph.bind(font)
  let sought: ByteRange[] | undefined
  const source: SparseFont = {
    load: async (words, id) => {
      sought = [rangeOf(id)]
      for (const letter of new Set(words)) font.glyphForCodePoint(letter.codePointAt(0) ?? 0)
      const ranges = sought
      sought = undefined
      await file.load(ranges)
    },
  }
  font.getGlyph = (id, codePoints) => {
    if (sought) sought.push(rangeOf(id))
    else if (!file.has(rangeOf(id))) throw new OutlineMissing(source, id)
    return glyphOf(id, codePoints)
  }
  return { bytes, font }
}

export function openFont(bytes: Uint8Array): Font {
  const font = create(bytes as unknown as Parameters<typeof create>[0])
  if ('fonts' in font) throw new TypeError('a face needs a single font, not a collection')
  return font
}
