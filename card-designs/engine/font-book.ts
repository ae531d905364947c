import * as fontkit from 'fontkit'
import type { Font } from 'fontkit'
import { faceNames, faces, type Face } from '../fonts/faces.ts'

interface FontFile {
  readonly bytes: Uint8Array
  readonly font: Font
}

export type FontBook = Readonly<Record<Face, FontFile>>

/** Opens a face from its OTF, TTF or WOFF bytes when it is first asked for: a design seldom has them all. */
export function openFonts(read: (face: Face) => Uint8Array): FontBook {
  const opened = new Map<Face, FontFile>()
  const open = (face: Face): FontFile => {
    const bytes = read(face)
    const file = { bytes, font: openFont(bytes) }
    opened.set(face, file)
    return file
  }
  const getters = faceNames.map((face) => [face, { get: () => opened.get(face) ?? open(face) }] as const)
  return Object.defineProperties({}, Object.fromEntries(getters)) as FontBook
}

/** The files of these faces, as `openFonts` read them. */
export const filesOf = (
  fonts: FontBook,
  wanted: ReadonlySet<Face>,
): Readonly<Partial<Record<Face, Uint8Array>>> =>
  Object.fromEntries(Array.from(wanted, (face) => [face, fonts[face].bytes]))

function openFont(bytes: Uint8Array): Font {
  const font = fontkit.create(bytes as Buffer)
  if ('fonts' in font) throw new TypeError('a face needs a single font, not a collection')
  return font
}

/** The face that has a glyph for the character: the wanted one, its fallback, or undefined when neither has. */
export function faceFor(fonts: FontBook, wanted: Face, codePoint: number): Face | undefined {
  for (let face: Face | undefined = wanted; face !== undefined; face = faces[face].fallback)
    if (fonts[face].font.hasGlyphForCodePoint(codePoint)) return face
  return undefined
}
