import { default as PDFDocument } from 'pdfkit'
import type { Face } from '../fonts/faces.ts'
import { checkPng } from './check-png.ts'
import { DesignError } from './design-error.ts'
import type { Asset } from './design.ts'
import type { DisplayList } from './display-list.ts'
import type { FontBook } from './font-book.ts'
import { newGlyphCodes, type GlyphCodes } from './glyph-codes.ts'
import { fontName, openPainter } from './paint-pdf-page.ts'
import type { CodedGlyph, PaintedPage, PaintedPages, PdfResource } from './painted-page.ts'
import { inkObject, patternObject, stateObject, type PdfObject } from './pdf-objects.ts'
import { openSink, type PdfSink } from './pdf-sink.ts'
import { srgbProfile } from './srgb-profile.ts'
import { xmpPacket, type XmpFacts } from './xmp.ts'

export interface PdfInfo {
  title: string
  language: 'zh-CN' | 'en'
  createdAt?: Date | undefined
}

/** A PDF being written, page by page, in which every font, image and fixed group is kept once. */
export interface PdfFile {
  addPage(list: DisplayList): void
  /** The bytes written since the last call, in whole pieces. */
  take(): Uint8Array[]
  /** Writes fonts and directory, and answers with the rest of the bytes. */
  end(): Promise<Uint8Array[]>
}

/** The same for pages that others paint with its codes. */
export interface PdfFrame extends Omit<PdfFile, 'addPage'> {
  codes: GlyphCodes
  add(painted: PaintedPages): void
}

export function openPdf(info: PdfInfo, fonts: FontBook): PdfFile {
  const frame = openFrame(info, fonts)
  const painter = openPainter(fonts, frame.codes)
  return {
    addPage: (list) => {
      painter.add(list)
      frame.add(painter.take())
    },
    take: () => frame.take(),
    end: () => frame.end(),
  }
}

export function openFrame(info: PdfInfo, fonts: FontBook): PdfFrame {
  const sink = openSink()
  const file = openKit(info, sink)
  const dictionary = file.ref({ Font: {}, XObject: {}, Pattern: {}, ColorSpace: {}, ExtGState: {} })
  const tree = openPageTree({ file, sink, dictionary })
  const keep = keepResources(file, dictionary)
  const shown = new Map<Face, CodedGlyph[]>()
  return {
    codes: newGlyphCodes(),
    add: ({ pages, resources, glyphs }) => {
      resources.forEach(keep)
      for (const glyph of glyphs) {
        const others = shown.get(glyph.face)
        if (others) others.push(glyph)
        else shown.set(glyph.face, [glyph])
      }
      for (const page of pages) tree.add(page)
    },
    take: () => sink.take(),
    end: async () => {
      const named = dictionary.data['Font'] as Record<string, KitReference>
      for (const [face, glyphs] of shown) named[fontName(face)] = embedFont(file, fonts[face].font, glyphs)
      dictionary.end()
      tree.end()
      await ended(file)
      return sink.take(true)
    },
  }
}

/** pdfkit's document, which writes to the sink: as a stream of its own it would keep a buffer for every few bytes. */
function openKit({ title, language, createdAt = new Date() }: PdfInfo, sink: PdfSink): Kit {
  const file = new PDFDocument({
    autoFirstPage: false,
    pdfVersion: '1.7',
    lang: language,
    displayTitle: true,
    info: { Title: title, Producer: 'Cardwright', Creator: 'Cardwright', CreationDate: createdAt },
  }) as unknown as Kit
  Object.defineProperties(file, {
    _offset: { get: () => sink.offset },
    _write: {
      value: (part: string | Uint8Array) => sink.write(typeof part === 'string' ? `${part}\n` : part),
    },
  })
  sink.write('%PDF-1.7\n%\xff\xff\xff\xff\n')
  describe(file, { title, language, createdAt })
  return file
}

/** ISO 32000-1 §14.3.2 and §14.11.5: what the file is, and by which colours its numbers are meant. */
function describe(file: Kit, facts: XmpFacts): void {
  const { _root: catalogue } = file
  const metadata = file.ref({ Type: 'Metadata', Subtype: 'XML' })
  metadata.compress = false
  metadata.end(Buffer.from(xmpPacket(facts)))
  const profile = file.ref({ N: 3 })
  profile.end(srgbProfile())
  const intent = {
    Type: 'OutputIntent',
    S: 'GTS_PDFA1',
    OutputConditionIdentifier: text('sRGB IEC61966-2.1'),
    RegistryName: text('http://www.color.org'),
    Info: text('sRGB'),
    DestOutputProfile: profile,
  }
  Object.assign(catalogue.data, { Metadata: metadata, OutputIntents: [writeObject(file, intent)] })
  // pdfkit's own would put the title into XML as it stands.
  Object.defineProperty(file, 'endMetadata', { value: () => {} })
}

/** To pdfkit a plain string is a name. */
const text = (value: string): object => Object(value) as object

/** pdfkit takes pictures with an alpha channel apart in the background, and ends its stream behind the last. */
const ended = (file: Kit): Promise<void> =>
  new Promise((resolve) => {
    file.push = () => resolve()
    file.end()
  })

/** The same bookkeeping as pdfkit's own `encode`, but for glyphs that are already shaped and coded. */
function embedFont(file: Kit, font: FontBook[Face]['font'], glyphs: readonly CodedGlyph[]): KitReference {
  const { _font: kit } = file.font(font)
  for (const { id, code, codePoints } of glyphs.toSorted((one, other) => one.code - other.code)) {
    if (kit.subset.includeGlyph(id) !== code) throw new Error('a glyph lies elsewhere than pages say')
    kit.widths[code] = font.getGlyph(id).advanceWidth * kit.scale
    kit.unicode[code] = codePoints
  }
  return kit.ref()
}

interface PageTree {
  add(page: PaintedPage): void
  end(): void
}

const PAGES_A_NODE = 256

/**
 * Writes pages at once and in nodes of a few hundred (ISO 32000-1 §7.7.3), which share their resources. pdfkit keeps every
 * page until the end, and all of them in one list; of what stands here it counts the objects and where they begin.
 */
function openPageTree({ file, sink, dictionary }: Frame): PageTree {
  const { _root: catalogue, _offsets: offsets } = file
  const root = catalogue.data.Pages
  root.data.Resources = dictionary
  let node: { reference: KitReference; kids: string[] } | undefined
  const close = () => {
    if (!node) return
    const { reference, kids } = node
    reference.offset = sink.offset
    sink.write(
      `${reference.id} 0 obj\n<</Type/Pages/Parent ${root.id} 0 R/Count ${kids.length}/Kids [${kids.join(' ')}]>>\nendobj\n`,
    )
    // oxlint-disable-next-line no-underscore-dangle -- pdfkit ends when nothing is left open
    file._refEnd(reference)
    node = undefined
  }
  return {
    add: ({ boxes, content }) => {
      if (!node) {
        node = { reference: file.ref({}), kids: [] }
        root.data.Kids.push(node.reference)
      }
      const filter = typeof content === 'string' ? '' : '/Filter/FlateDecode'
      const contents = offsets.push(sink.offset)
      sink.write(`${contents} 0 obj\n<</Length ${content.length}${filter}>>\nstream\n`)
      sink.write(content)
      sink.write('\nendstream\nendobj\n')
      const page = offsets.push(sink.offset)
      sink.write(
        `${page} 0 obj\n<</Type/Page/Parent ${node.reference.id} 0 R${boxes}/Contents ${contents} 0 R>>\nendobj\n`,
      )
      root.data.Count++
      node.kids.push(`${page} 0 R`)
      if (node.kids.length === PAGES_A_NODE) close()
    },
    end: close,
  }
}

interface Frame {
  file: Kit
  sink: PdfSink
  dictionary: KitReference
}

/** Writes what pages name once, whoever is the first to name it. */
function keepResources(file: Kit, dictionary: KitReference): (resource: PdfResource) => void {
  const categories = {
    form: 'XObject',
    image: 'XObject',
    pattern: 'Pattern',
    ink: 'ColorSpace',
    state: 'ExtGState',
  } as const
  return (resource) => {
    const named = dictionary.data[categories[resource.kind]] as Record<string, KitReference>
    named[resource.name] ??= write(resource)
  }

  function write(resource: PdfResource): KitReference {
    switch (resource.kind) {
      case 'form':
        return writeForm(file, dictionary, resource.content)
      case 'image':
        return writeImage(file, resource.asset)
      case 'pattern':
        return writeObject(file, patternObject(resource.paint, resource.matrix))
      case 'ink':
        return writeObject(file, inkObject(resource.ink))
      case 'state':
        return writeObject(file, stateObject(resource.state))
    }
  }
}

/** ISO 32000-1 §8.10: a form XObject, in micrometres; its box takes in all that a bleed can hold. */
function writeForm(file: Kit, dictionary: KitReference, content: string): KitReference {
  const form = file.ref({
    Type: 'XObject',
    Subtype: 'Form',
    BBox: [-500_000, -500_000, 500_000, 500_000],
    Resources: dictionary,
  })
  form.end(Buffer.from(content, 'latin1'))
  return form
}

/** Throws `picture-unreadable`. */
function writeImage(file: Kit, { mime, base64 }: Asset): KitReference {
  const bytes = Buffer.from(base64, 'base64')
  if (mime === 'image/png') checkPng(bytes)
  try {
    const image = file.openImage(bytes)
    image.embed(file)
    return image.obj
  } catch (cause) {
    throw new DesignError('picture-unreadable', 'The picture cannot be read.', undefined, { cause })
  }
}

function writeObject(file: Kit, object: PdfObject): KitReference {
  const reference = file.ref(object)
  reference.end()
  return reference
}

/** The parts of pdfkit 0.20 below its drawing commands, which its type declarations leave out. */
interface Kit {
  _root: { data: { Pages: KitReference & { data: PagesRoot } } }
  /** Where each object begins. */
  _offsets: (number | null)[]
  _refEnd(reference: KitReference): void
  push(end: null): void
  ref(data: PdfObject): KitReference
  font(source: FontBook[Face]['font']): { _font: KitFont }
  openImage(source: Buffer): { obj: KitReference; embed(file: Kit): void }
  end(): void
}

interface PagesRoot {
  Resources: KitReference
  Kids: KitReference[]
  Count: number
}

interface KitReference {
  compress: boolean
  id: number
  offset?: number
  data: Record<string, unknown>
  end(chunk?: Uint8Array): void
}

interface KitFont {
  scale: number
  widths: (number | undefined)[]
  unicode: (readonly number[] | undefined)[]
  subset: { includeGlyph(id: number): number }
  ref(): KitReference
}
