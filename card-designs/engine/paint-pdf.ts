import { deflateSync } from 'node:zlib'
import { default as PDFDocument } from 'pdfkit'
import { faceNames, type Face } from '../fonts/faces.ts'
import { inkPreview, rgbOf } from './colour.ts'
import type { Gradient, Solid, Spot } from './design.ts'
import type { DisplayList, FixedItem, ImageItem, Matrix } from './display-list.ts'
import type { FontBook } from './font-book.ts'
import { IDENTITY } from './matrix.ts'
import { components, pdfContent, type GraphicsState, type PdfFont, type PdfResources } from './pdf-content.ts'

const POINTS_PER_UM = 72 / 25_400

export interface PdfInfo {
  title: string
  language: 'zh-CN' | 'en'
  createdAt?: Date | undefined
}

/** A PDF being written, page by page, in which every font, image and fixed group is kept once. */
export interface PdfFile {
  addPage(list: DisplayList): void
  /** The bytes written since the last call. */
  take(): Uint8Array[]
  /** Writes fonts and directory, and answers with the rest of the bytes. */
  end(): AsyncIterable<Uint8Array>
}

export function openPdf(info: PdfInfo, fonts: FontBook): PdfFile {
  const file = new PDFDocument({
    autoFirstPage: false,
    pdfVersion: '1.7',
    lang: info.language,
    displayTitle: true,
    info: {
      Title: info.title,
      Producer: 'Cardwright',
      Creator: 'Cardwright',
      ...(info.createdAt && { CreationDate: info.createdAt }),
    },
  }) as unknown as Kit
  const dictionary = file.ref({ Font: {}, XObject: {}, Pattern: {}, ColorSpace: {}, ExtGState: {} })
  const resources = openResources(file, dictionary, fonts)
  const tree = openPageTree(file, dictionary)
  return {
    addPage: (list) => addPage(file, tree, resources, list),
    take: () => {
      const chunk: Uint8Array | null = file.read()
      return chunk ? [chunk] : []
    },
    end: () => {
      for (const face of faceNames)
        Object.assign(dictionary.data['Font'] as object, resources.fontReference(face))
      dictionary.end()
      tree.end()
      file.end()
      return file
    },
  }
}

interface PageTree {
  add(page: Record<string, unknown>): void
  end(): void
}

const PAGES_A_NODE = 256

/**
 * Writes pages at once and in nodes of a few hundred (ISO 32000-1 §7.7.3), which share their resources. pdfkit keeps every
 * page until the end, and all of them in one list.
 */
function openPageTree(file: Kit, dictionary: KitReference): PageTree {
  const { _root: catalogue } = file
  const root = catalogue.data.Pages
  root.data.Resources = dictionary
  let node: { reference: KitReference; kids: KitReference[] } | undefined
  const close = () => {
    if (!node) return
    Object.assign(node.reference.data, { Count: node.kids.length, Kids: node.kids })
    node.reference.end()
    node.reference.data = {}
    node = undefined
  }
  return {
    add: (page) => {
      if (!node) {
        node = { reference: file.ref({ Type: 'Pages', Parent: root }), kids: [] }
        root.data.Kids.push(node.reference)
      }
      const written = file.ref({ Type: 'Page', Parent: node.reference, ...page })
      written.end()
      written.data = {}
      node.kids.push(written)
      root.data.Count++
      if (node.kids.length === PAGES_A_NODE) close()
    },
    end: close,
  }
}

/** Bytes: what a card's own content seldom reaches, for deflating it takes a sixth of the time and saves a third. */
const WORTH_DEFLATING = 2_600

function addPage(file: Kit, tree: PageTree, resources: PdfResources, list: DisplayList): void {
  const bleed = list.bleedUm * POINTS_PER_UM
  const [width, height] = [list.widthUm * POINTS_PER_UM, list.heightUm * POINTS_PER_UM]
  // Content is in micrometres, y downwards, from the trim's upper left corner.
  const toPage: Matrix = [POINTS_PER_UM, 0, 0, -POINTS_PER_UM, bleed, height + bleed]
  const text = `${toPage.join(' ')} cm\n${pdfContent(list.items, resources, toPage)}`
  tree.add({
    MediaBox: [0, 0, width + 2 * bleed, height + 2 * bleed],
    BleedBox: [0, 0, width + 2 * bleed, height + 2 * bleed],
    TrimBox: [bleed, bleed, bleed + width, bleed + height],
    Contents: makeContent(file, Buffer.from(text, 'latin1')),
  })
}

function makeContent(file: Kit, bytes: Buffer): KitReference {
  const isLong = bytes.length > WORTH_DEFLATING
  const content = file.ref(isLong ? { Filter: 'FlateDecode' } : {})
  content.compress = false
  content.end(isLong ? deflateSync(bytes, { level: 1, memLevel: 5, windowBits: 11 }) : bytes)
  return content
}

function openResources(file: Kit, dictionary: KitReference, fonts: FontBook) {
  const named = (category: string, prefix: string) => {
    const names = new Map<unknown, string>()
    return (key: unknown, make: () => KitReference): string => {
      let name = names.get(key)
      if (name === undefined) {
        name = `${prefix}${names.size + 1}`
        names.set(key, name)
        ;(dictionary.data[category] as Record<string, unknown>)[name] = make()
      }
      return name
    }
  }
  const [forms, images] = [named('XObject', 'Fm'), named('XObject', 'Im')]
  const [patterns, states] = [named('Pattern', 'P'), named('ExtGState', 'Gs')]
  const spaces = named('ColorSpace', 'Cs')
  const opened = new Map<Face, { kit: KitFont; encoder: PdfFont }>()

  const resources: PdfResources & { fontReference: (face: Face) => Record<string, KitReference> } = {
    form: (item) => forms(item, () => makeForm(file, dictionary, resources, item)),
    image: (item) => images(item.key, () => makeImage(file, item)),
    pattern: (paint, matrix) =>
      patterns(JSON.stringify([paint, matrix]), () => makePattern(file, paint, matrix)),
    ink: (ink) => spaces(ink, () => makeInk(file, ink)),
    state: (state) => states(JSON.stringify(state), () => makeState(file, state)),
    font: (face) => {
      let font = opened.get(face)
      if (!font) {
        const { _font: kit } = file.font(fonts[face].bytes as Buffer)
        font = { kit, encoder: encoderOf(kit) }
        opened.set(face, font)
      }
      return font.encoder
    },
    fontReference: (face) => {
      const kit = opened.get(face)?.kit
      return kit ? { [kit.id]: kit.ref() } : {}
    },
  }
  return resources
}

/** The same bookkeeping as pdfkit's own `encode`, but for glyphs that are already shaped, and once a glyph. */
function encoderOf(kit: KitFont): PdfFont {
  const known = new Map<number, { code: string; width: number }>()
  return {
    name: kit.id,
    encode: (glyph) => {
      let encoded = known.get(glyph.id)
      if (!encoded) {
        const code = kit.subset.includeGlyph(glyph.id)
        const width = kit.font.getGlyph(glyph.id).advanceWidth * kit.scale
        kit.widths[code] = width
        kit.unicode[code] = glyph.codePoints
        encoded = { code: literal(code), width }
        known.set(glyph.id, encoded)
      }
      return encoded
    },
  }
}

/** ISO 32000-1 §7.3.4.2: two bytes, of which brackets, backslash and the carriage return are escaped. */
const literal = (code: number): string =>
  String.fromCharCode(code >> 8, code & 0xff)
    .replace(/[()\\]/g, '\\$&')
    .replaceAll('\r', '\\r')

/** ISO 32000-1 §8.10: a form XObject, in micrometres; its box takes in all that a bleed can hold. */
function makeForm(
  file: Kit,
  dictionary: KitReference,
  resources: PdfResources,
  item: FixedItem,
): KitReference {
  const form = file.ref({
    Type: 'XObject',
    Subtype: 'Form',
    BBox: [-500_000, -500_000, 500_000, 500_000],
    Resources: dictionary,
  })
  form.end(Buffer.from(pdfContent(item.items, resources, IDENTITY), 'latin1'))
  return form
}

function makeImage(file: Kit, item: ImageItem): KitReference {
  const image = file.openImage(Buffer.from(item.asset.base64, 'base64'))
  image.embed(file)
  return image.obj
}

/** ISO 32000-1 §8.7.4: an axial or radial shading whose stops are joined by one stitching function. */
function makePattern(file: Kit, paint: Gradient, matrix: Matrix): KitReference {
  const { space, colours } = oneSpace(paint.stops.map(([, colour]) => colour))
  const parts = colours.slice(1).map((colour, i) => ({
    FunctionType: 2,
    Domain: [0, 1],
    C0: colours[i] ?? colour,
    C1: colour,
    N: 1,
  }))
  const [first, last] = [paint.stops[0]?.[0] ?? 0, paint.stops.at(-1)?.[0] ?? 1]
  const shading = {
    ShadingType: paint.kind === 'linear' ? 2 : 3,
    ColorSpace: space,
    Coords:
      paint.kind === 'linear'
        ? [...paint.from, ...paint.to]
        : [...paint.centre, 0, ...paint.centre, paint.radiusUm],
    Domain: [first, last],
    Extend: [true, true],
    Function: {
      FunctionType: 3,
      Domain: [first, last],
      Functions: parts,
      Bounds: paint.stops.slice(1, -1).map(([offset]) => offset),
      Encode: parts.flatMap(() => [0, 1]),
    },
  }
  return finished(file.ref({ Type: 'Pattern', PatternType: 2, Matrix: [...matrix], Shading: shading }))
}

/** A shading has one colour space: that of inks only where all its colours are inks. */
function oneSpace(colours: readonly Solid[]): { space: string; colours: number[][] } {
  return colours.every((colour) => typeof colour !== 'string')
    ? { space: 'DeviceCMYK', colours: colours.map(components) }
    : { space: 'DeviceRGB', colours: colours.map(rgbOf) }
}

/** The plates' names, by which a printer's workflow knows them. */
const PLATES = { foil: 'Foil', uv: 'UV', white: 'White', varnish: 'Varnish' } as const

/** ISO 32000-1 §8.6.6.4: a plate of its own in every tint; a machine without it prints what a screen shows. */
function makeInk(file: Kit, ink: Spot['ink']): KitReference {
  const tint = { FunctionType: 2, Domain: [0, 1], C0: [1, 1, 1], C1: rgbOf(inkPreview[ink].colour), N: 1 }
  return finished(file.ref(['Separation', PLATES[ink], 'DeviceRGB', tint]))
}

const makeState = (file: Kit, { opacity, overprint }: GraphicsState): KitReference =>
  finished(
    file.ref({
      Type: 'ExtGState',
      ca: opacity,
      CA: opacity,
      ...(overprint && { OP: true, op: true, OPM: 1 }),
    }),
  )

function finished(reference: KitReference): KitReference {
  reference.end()
  return reference
}

/** The parts of pdfkit 0.20 below its drawing commands, which its type declarations leave out. */
interface Kit extends AsyncIterable<Uint8Array> {
  _root: { data: { Pages: KitReference & { data: PagesRoot } } }
  ref(data: Record<string, unknown> | unknown[]): KitReference
  font(source: Buffer): { _font: KitFont }
  openImage(source: Buffer): { obj: KitReference; embed(file: Kit): void }
  read(): Uint8Array | null
  end(): void
}

interface PagesRoot {
  Resources: KitReference
  Kids: KitReference[]
  Count: number
}

interface KitReference {
  compress: boolean
  data: Record<string, unknown>
  end(chunk?: Uint8Array): void
}

interface KitFont {
  id: string
  scale: number
  widths: (number | undefined)[]
  unicode: (readonly number[] | undefined)[]
  font: { getGlyph(id: number): { advanceWidth: number } }
  subset: { includeGlyph(id: number): number }
  ref(): KitReference
}
