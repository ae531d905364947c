import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { faceNames, type Face } from '../fonts/faces.ts'
import type { Asset, Gradient } from './design.ts'
import type { DisplayList, FixedItem, Matrix } from './display-list.ts'
import type { FontBook } from './font-book.ts'
import { glyphCoder, type GlyphCodes } from './glyph-codes.ts'
import { IDENTITY } from './matrix.ts'
import type { CodedGlyph, GraphicsState, PaintedPage, PaintedPages, PdfResource } from './painted-page.ts'
import { pdfContent, type PdfFont, type PdfResources } from './pdf-content.ts'

const POINTS_PER_UM = 72 / 25_400

export interface PagePainter {
  add(list: DisplayList): void
  /** The pages since the last call, with what they are the first to name. */
  take(): PaintedPages
}

/** Writes the content of pages; several painters with the same codes write pages of one file. */
export function openPainter(fonts: FontBook, codes: GlyphCodes): PagePainter {
  let painted: PaintedPages = { pages: [], resources: [], glyphs: [] }
  const resources = nameResources({
    fonts,
    codes,
    tell: (resource) => painted.resources.push(resource),
    tellGlyph: (glyph) => painted.glyphs.push(glyph),
  })
  return {
    add: (list) => painted.pages.push(paintPage(list, resources)),
    take: () => {
      const taken = painted
      painted = { pages: [], resources: [], glyphs: [] }
      return taken
    },
  }
}

function paintPage(list: DisplayList, resources: PdfResources): PaintedPage {
  const bleed = list.bleedUm * POINTS_PER_UM
  const height = list.heightUm * POINTS_PER_UM
  // Content is in micrometres, y downwards, from the trim's upper left corner.
  const toPage: Matrix = [POINTS_PER_UM, 0, 0, -POINTS_PER_UM, bleed, height + bleed]
  const text = `${toPage.join(' ')} cm\n${pdfContent(list.items, resources, toPage)}`
  return { boxes: boxesOf(list), content: text.length > WORTH_DEFLATING ? deflated(text) : text }
}

/** Bytes: what a card's own content seldom reaches, for deflating it takes a sixth of the time and saves a third. */
const WORTH_DEFLATING = 2_600

const deflated = (text: string): Uint8Array =>
  deflateSync(Buffer.from(text, 'latin1'), { level: 1, memLevel: 5, windowBits: 11 })

/** ISO 32000-1 §14.11.2: the bleed reaches to the edge of the medium. */
function boxesOf({ bleedUm, widthUm, heightUm }: DisplayList): string {
  const [left, right] = [points(bleedUm), points(bleedUm + widthUm)]
  const [bottom, top] = [points(bleedUm), points(bleedUm + heightUm)]
  const whole = `[0 0 ${points(widthUm + 2 * bleedUm)} ${points(heightUm + 2 * bleedUm)}]`
  return `/MediaBox ${whole}/BleedBox ${whole}/TrimBox [${left} ${bottom} ${right} ${top}]`
}

const points = (um: number): number => Math.round(um * POINTS_PER_UM * 1e4) / 1e4

interface Naming {
  fonts: FontBook
  codes: GlyphCodes
  tell: (resource: PdfResource) => void
  tellGlyph: (glyph: CodedGlyph) => void
}

/** Names come from what they name, so that painters who know nothing of each other agree on them. */
function nameResources({ fonts, codes, tell, tellGlyph }: Naming): PdfResources {
  const forms = new WeakMap<FixedItem, string>()
  const images = new WeakMap<Asset, string>()
  const told = new Set<string>()
  const tellOnce = (resource: PdfResource): string => {
    if (!told.has(resource.name)) {
      told.add(resource.name)
      tell(resource)
    }
    return resource.name
  }
  const opened = openFonts({ fonts, codes, tellGlyph })
  const resources: PdfResources = {
    form: (item) => {
      let name = forms.get(item)
      if (name === undefined) {
        const content = pdfContent(item.items, resources, IDENTITY)
        name = tellOnce({ kind: 'form', name: named('Fm', content), content })
        forms.set(item, name)
      }
      return name
    },
    image: ({ asset }) => {
      let name = images.get(asset)
      if (name === undefined) {
        name = tellOnce({ kind: 'image', name: named('Im', asset.base64), asset })
        images.set(asset, name)
      }
      return name
    },
    pattern: (paint: Gradient, matrix: Matrix) =>
      tellOnce({ kind: 'pattern', name: named('P', JSON.stringify([paint, matrix])), paint, matrix }),
    ink: (ink) => tellOnce({ kind: 'ink', name: `Cs-${ink}`, ink }),
    state: (state) => tellOnce({ kind: 'state', name: nameOfState(state), state }),
    font: (face) => opened(face),
  }
  return resources
}

const named = (prefix: string, content: string): string =>
  prefix + createHash('sha256').update(content, 'latin1').digest('hex').slice(0, 20)

const nameOfState = ({ opacity, overprint }: GraphicsState): string => `Gs${opacity}${overprint ? 'o' : ''}`

/** The name by which pages know a typeface. */
export const fontName = (face: Face): string => `F${faceNames.indexOf(face) + 1}`

function openFonts({ fonts, codes, tellGlyph }: Omit<Naming, 'tell'>): (face: Face) => PdfFont {
  const coder = glyphCoder(codes)
  const opened = new Map<Face, PdfFont>()
  return (face) => {
    let font = opened.get(face)
    if (!font) {
      font = openFont(face)
      opened.set(face, font)
    }
    return font
  }

  function openFont(face: Face): PdfFont {
    const { font } = fonts[face]
    const known: ({ code: string; width: number } | undefined)[] = []
    return {
      name: fontName(face),
      encode: ({ id, codePoints }) => {
        let encoded = known[id]
        if (!encoded) {
          const { code, isNew } = coder(face, id)
          if (isNew) tellGlyph({ face, id, code, codePoints })
          encoded = {
            code: literal(code),
            width: (font.getGlyph(id).advanceWidth * 1000) / font.unitsPerEm,
          }
          known[id] = encoded
        }
        return encoded
      },
    }
  }
}

/** ISO 32000-1 §7.3.4.2: two bytes, of which brackets, backslash and the carriage return are escaped. */
const literal = (code: number): string =>
  String.fromCharCode(code >> 8, code & 0xff)
    .replace(/[()\\]/g, '\\$&')
    .replaceAll('\r', '\\r')
