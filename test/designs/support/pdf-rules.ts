import { run, withFile } from './raster.ts'

/** qpdf's reading of a file: objects by `obj:1 0 R`; names begin with a slash, texts with `u:`. */
type Value = string | number | boolean | null | Value[] | { [key: string]: Value }
type Dictionary = Record<string, Value>

interface PdfObjects {
  all: { id: string; dictionary: Dictionary; isStream: boolean }[]
  /** What a value is, or refers to. */
  look(value: Value | undefined): Value | undefined
}

function readObjects(pdf: Uint8Array): PdfObjects {
  const json = withFile(pdf, 'file.pdf', (path) => run('qpdf', '--json', '--json-key=qpdf', path))
  const [, objects] = (JSON.parse(json) as { qpdf: [unknown, Record<string, Dictionary>] }).qpdf
  const valueOf = (entry: Dictionary): Value | undefined =>
    isDictionary(entry['stream']) ? entry['stream']['dict'] : entry['value']
  return {
    all: Object.entries(objects).flatMap(([id, entry]) => {
      const dictionary = valueOf(entry)
      return isDictionary(dictionary) ? [{ id, dictionary, isStream: 'stream' in entry }] : []
    }),
    look(value) {
      const entry = typeof value === 'string' ? objects[`obj:${value}`] : undefined
      return entry ? valueOf(entry) : value
    },
  }
}

const isDictionary = (value: Value | undefined): value is Dictionary =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '')

type Rule = (objects: PdfObjects) => boolean

const every =
  (type: string, holds: (dictionary: Dictionary, objects: PdfObjects) => boolean): Rule =>
  (objects) =>
    objects.all
      .filter(({ dictionary }) => dictionary['/Type'] === type || dictionary['/Subtype'] === type)
      .every(({ dictionary }) => holds(dictionary, objects))

/** The second lies within the first. */
function isWithin(outer: Value | undefined, inner: Value | undefined): boolean {
  if (!Array.isArray(outer) || !Array.isArray(inner) || inner.length !== 4) return false
  const [left, bottom, right, top] = outer.map(Number) as [number, number, number, number]
  const [l, b, r, t] = inner.map(Number) as [number, number, number, number]
  return left <= l && bottom <= b && r <= right && t <= top && l < r && b < t
}

/** `ABCDEF+Name`, ISO 32000-1 §9.6.4. */
const SUBSET = /^\/[A-Z]{6}\+./

const hasSpots = ({ all }: PdfObjects): boolean =>
  all.some(
    ({ dictionary: { '/ColorSpace': spaces } }) =>
      isDictionary(spaces) && Object.keys(spaces).some((name) => !name.startsWith('/Default')),
  )

/** What a print shop's preflight asks of a file (after ISO 15930-7 and ISO 19005-2), by what it is called in a report. */
const rules: Record<string, Rule> = {
  'every font is embedded, as a subset': every('/FontDescriptor', (font) => {
    const file = font['/FontFile2'] ?? font['/FontFile3']
    return file !== undefined && SUBSET.test(textOf(font['/FontName']))
  }),
  'every font says which characters its glyphs are': every('/Type0', (font) => '/ToUnicode' in font),
  'only composite fonts with codes of their own': (objects) =>
    every('/Font', (font) => /^\/(Type0|CIDFontType[02])$/.test(textOf(font['/Subtype'])))(objects),
  'each typeface is there once': (objects) => {
    const names = objects.all
      .filter(({ dictionary }) => dictionary['/Type'] === '/FontDescriptor')
      .map(({ dictionary }) => textOf(dictionary['/FontName']).replace(/^.{8}/, ''))
    return new Set(names).size === names.length
  },
  'every page says where it is trimmed, within its bleed, within its medium': every('/Page', (page) => {
    const [media, bleed, trim] = ['/MediaBox', '/BleedBox', '/TrimBox'].map((name) => page[name])
    return isWithin(media, bleed) && isWithin(bleed, trim)
  }),
  'there is one output intent, with its profile': (objects) => {
    const [catalogue] = objects.all.filter(({ dictionary }) => dictionary['/Type'] === '/Catalog')
    const intents = objects.look(catalogue?.dictionary['/OutputIntents'])
    if (!Array.isArray(intents) || intents.length !== 1) return false
    const intent = objects.look(intents[0])
    if (!isDictionary(intent) || !intent['/OutputConditionIdentifier']) return false
    const profile = objects.look(intent['/DestOutputProfile'])
    if (!isDictionary(profile)) return false
    return intent['/S'] === '/GTS_PDFX' ? profile['/N'] === 4 : profile['/N'] === 3
  },
  'a file for a press says what red, green and blue mean': (objects) =>
    objects.all.every(
      ({ dictionary: { '/S': intent } }) =>
        intent !== '/GTS_PDFX' ||
        objects.all.some(
          ({ dictionary: { '/ColorSpace': spaces } }) => isDictionary(spaces) && '/DefaultRGB' in spaces,
        ),
    ),
  'there is metadata, not deflated': (objects) => {
    const [catalogue] = objects.all.filter(({ dictionary }) => dictionary['/Type'] === '/Catalog')
    const metadata = objects.look(catalogue?.dictionary['/Metadata'])
    return isDictionary(metadata) && metadata['/Subtype'] === '/XML' && !('/Filter' in metadata)
  },
  'it says its title and language': (objects) => {
    const [catalogue] = objects.all.filter(({ dictionary }) => dictionary['/Type'] === '/Catalog')
    const isTitled = objects.all.some(({ dictionary }) =>
      /^u:./.test(textOf(objects.look(dictionary['/Title']))),
    )
    return isTitled && /^u:(zh-CN|en)$/.test(textOf(catalogue?.dictionary['/Lang']))
  },
  'nothing runs, opens or is attached': ({ all }) =>
    all.every(({ dictionary }) =>
      [
        '/JS',
        '/JavaScript',
        '/OpenAction',
        '/AA',
        '/EmbeddedFile',
        '/EF',
        '/Launch',
        '/URI',
        '/Encrypt',
      ].every((name) => !(name in dictionary)),
    ),
  'nothing comes from outside': ({ all }) =>
    all.every(({ dictionary, isStream }) => !isStream || !('/F' in dictionary)),
  'no filter that a printer may lack': ({ all }) =>
    all.every(({ dictionary }) =>
      ['/FlateDecode', '/DCTDecode'].includes(textOf(dictionary['/Filter'] ?? '/FlateDecode')),
    ),
  'nothing shines through where there are plates of their own': (objects) =>
    !hasSpots(objects) || every('/ExtGState', (state) => state['/ca'] === 1 && state['/CA'] === 1)(objects),
  'no blending and no soft masks in graphics states': every(
    '/ExtGState',
    (state) => !('/BM' in state) && !('/SMask' in state),
  ),
}

/** The rules that a file breaks. */
export function brokenRules(pdf: Uint8Array): string[] {
  const objects = readObjects(pdf)
  return Object.keys(rules).filter((name) => !rules[name]?.(objects))
}
