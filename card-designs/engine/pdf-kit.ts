import { default as PDFDocument } from 'pdfkit'
import type { FontBook } from './font-book.ts'
import type { Face } from '../fonts/faces.ts'
import type { CodedGlyph } from './painted-page.ts'
import type { PdfObject } from './pdf-objects.ts'
import type { PdfSink } from './pdf-sink.ts'
import { srgbProfile } from './srgb-profile.ts'
import { xmpPacket, type XmpFacts } from './xmp.ts'

export interface PdfInfo {
  title: string
  language: 'zh-CN' | 'en'
  createdAt?: Date | undefined
  /** the press that the file is made for; colours are meant as sRGB when absent */
  press?: PressProfile | undefined
}

/** How a press prints with four inks: an ICC profile of the class `prtr` from CMYK. */
export interface PressProfile {
  name: string
  bytes: Uint8Array
}

/** The parts of pdfkit 0.20 below its drawing commands, which its type declarations leave out. */
export interface Kit {
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

export interface KitReference {
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

/** pdfkit's document, which writes to the sink: as a stream of its own it would keep a buffer for every few bytes. */
export function openKit({ title, language, createdAt = new Date(), press }: PdfInfo, sink: PdfSink): Kit {
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
  describe(file, { title, language, createdAt }, press)
  return file
}

/** ISO 32000-1 §14.3.2 and §14.11.5: what the file is, and by which colours its numbers are meant. */
function describe(file: Kit, facts: XmpFacts, press: PressProfile | undefined): void {
  const { _root: catalogue } = file
  const metadata = file.ref({ Type: 'Metadata', Subtype: 'XML' })
  metadata.compress = false
  metadata.end(Buffer.from(xmpPacket(facts)))
  const intent = press ? pressIntent(file, press) : screenIntent(file)
  Object.assign(catalogue.data, { Metadata: metadata, OutputIntents: [writeObject(file, intent)] })
  // pdfkit's own would put the title into XML as it stands.
  Object.defineProperty(file, 'endMetadata', { value: () => {} })
}

const screenIntent = (file: Kit): PdfObject => ({
  Type: 'OutputIntent',
  S: 'GTS_PDFA1',
  OutputConditionIdentifier: text('sRGB IEC61966-2.1'),
  RegistryName: text('http://www.color.org'),
  Info: text('sRGB'),
  DestOutputProfile: writeProfile(file, srgbProfile(), 3),
})

/** ISO 15930-7 §6.2.4: a profile of the shop's own is told by the file itself, not by a registry. */
const pressIntent = (file: Kit, { name, bytes }: PressProfile): PdfObject => ({
  Type: 'OutputIntent',
  S: 'GTS_PDFX',
  OutputConditionIdentifier: text('Custom'),
  Info: text(name),
  DestOutputProfile: writeProfile(file, bytes, 4),
})

/**
 * ISO 32000-1 §8.6.5.6: on a press the inks are its own, so red, green and blue have to say what they mean; else they are
 * what the output intent says.
 */
export const defaultSpaces = (file: Kit, { press }: Pick<PdfInfo, 'press'>): Record<string, KitReference> =>
  press ? { DefaultRGB: writeObject(file, ['ICCBased', writeProfile(file, srgbProfile(), 3)]) } : {}

function writeProfile(file: Kit, bytes: Uint8Array, components: 3 | 4): KitReference {
  const profile = file.ref({ N: components })
  profile.end(bytes)
  return profile
}

/** To pdfkit a plain string is a name. */
const text = (value: string): object => Object(value) as object

/** pdfkit takes pictures with an alpha channel apart in the background, and ends its stream behind the last. */
export const ended = (file: Kit): Promise<void> =>
  new Promise((resolve) => {
    file.push = () => resolve()
    file.end()
  })

/** The same bookkeeping as pdfkit's own `encode`, but for glyphs that are already shaped and coded. */
export function embedFont(
  file: Kit,
  font: FontBook[Face]['font'],
  glyphs: readonly CodedGlyph[],
): KitReference {
  const { _font: kit } = file.font(font)
  for (const { id, code, codePoints } of glyphs.toSorted((one, other) => one.code - other.code)) {
    if (kit.subset.includeGlyph(id) !== code) throw new Error('a glyph lies elsewhere than pages say')
    kit.widths[code] = font.getGlyph(id).advanceWidth * kit.scale
    kit.unicode[code] = codePoints
  }
  return kit.ref()
}

export function writeObject(file: Kit, object: PdfObject): KitReference {
  const reference = file.ref(object)
  reference.end()
  return reference
}
