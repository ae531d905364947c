import type { FontBook } from '../../../../../card-designs/engine/font-book.ts'
import sans from '../../../../../node_modules/@embedpdf/fonts-sc/fonts/NotoSansHans-Regular.otf?url'
import sansMedium from '../../../../../node_modules/@embedpdf/fonts-sc/fonts/NotoSansHans-Medium.otf?url'
import serif from '@fontsource/noto-serif-sc/files/noto-serif-sc-chinese-simplified-500-normal.woff?unpacked'
import serifBold from '@fontsource/noto-serif-sc/files/noto-serif-sc-chinese-simplified-700-normal.woff?unpacked'
import { openSparse } from './sparse-file.ts'
import { openSparseFont, OutlineMissing } from './sparse-font.ts'

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

/**
 * Runs work that lays text out; typefaces and outlines are fetched when they are first needed, and the work begun again.
 * `words`: letters that it will probably need, to be fetched together.
 */
export async function withFonts<T>(words: string, work: (fonts: FontBook) => T): Promise<T> {
  for (;;) {
    try {
      return work(book)
    } catch (error) {
      if (error instanceof FaceMissing)
        loaded.set(error.face, await openSparseFont(await openSparse(addresses[error.face])))
      else if (error instanceof OutlineMissing) await error.source.load(words, error.id)
      else throw error
    }
  }
}
