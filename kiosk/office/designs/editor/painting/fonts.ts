import { create } from 'fontkit'
import type { FontBook } from '../../../../../card-designs/engine/font-book.ts'
import sans from '../../../../../node_modules/@embedpdf/fonts-sc/fonts/NotoSansHans-Regular.otf?url'
import sansMedium from '../../../../../node_modules/@embedpdf/fonts-sc/fonts/NotoSansHans-Medium.otf?url'
import serif from '@fontsource/noto-serif-sc/files/noto-serif-sc-chinese-simplified-500-normal.woff?url'
import serifBold from '@fontsource/noto-serif-sc/files/noto-serif-sc-chinese-simplified-700-normal.woff?url'
import { unpackWoff } from './unpack-woff.ts'

type Face = keyof FontBook
type FontFile = FontBook[Face]

/** The same files as print uses: letters stand on the screen where they will stand on the card. */
const addresses: Readonly<Record<Face, string>> = {
  sans,
  'sans-medium': sansMedium,
  serif,
  'serif-bold': serifBold,
}

/** Thrown by the layout when it needs a typeface that is not here yet. */
class FaceMissing extends Error {
  readonly face: Face
  constructor(face: Face) {
    super(`the typeface ${face} is not loaded`)
    this.face = face
  }
}

const loaded = new Map<Face, FontFile>()

const faceOf = (face: Face): FontFile => {
  const file = loaded.get(face)
  if (!file) throw new FaceMissing(face)
  return file
}

const book: FontBook = {
  get sans() {
    return faceOf('sans')
  },
  get 'sans-medium'() {
    return faceOf('sans-medium')
  },
  get serif() {
    return faceOf('serif')
  },
  get 'serif-bold'() {
    return faceOf('serif-bold')
  },
}

/** Runs work that lays text out; each typeface is fetched when it is first needed, and the work begun again. */
export async function withFonts<T>(work: (fonts: FontBook) => T): Promise<T> {
  for (;;) {
    try {
      return work(book)
    } catch (error) {
      if (!(error instanceof FaceMissing)) throw error
      loaded.set(error.face, await fetchFace(error.face))
    }
  }
}

async function fetchFace(face: Face): Promise<FontFile> {
  const response = await fetch(addresses[face])
  if (!response.ok) throw new Error(`the typeface ${face} was not found`)
  const bytes = await unpackWoff(new Uint8Array(await response.arrayBuffer()))
  const font = create(bytes as unknown as Parameters<typeof create>[0])
  if ('fonts' in font) throw new TypeError('a face needs a single font, not a collection')
  return { bytes, font }
}
