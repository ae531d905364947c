import { elementsWithin, sides, type Asset, type Design } from '../../card-designs/engine/design.ts'
import type { Db, Tx } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { assetBytes, assetFacts } from './picture-queries.ts'
import type { Studio } from './studio.ts'
import type { DesignRow, VersionRow } from './table.ts'

const LONGEST_DOCUMENT = 2_000_000
/** Groups in groups and lists of points need a dozen; what recurses over thousands ends without a stack. */
const DEEPEST_DOCUMENT = 64
const MOST_PICTURE_BYTES = 20 * 1024 * 1024

export const DOCUMENT_REFUSALS = [
  'design-invalid',
  'design-too-heavy',
  'picture-unknown',
  'pictures-too-heavy',
] as const
type DocumentRefusal = (typeof DOCUMENT_REFUSALS)[number]

/** A document from outside that is one of the engine's schema. */
interface ReadDocument {
  /** as it is stored */
  text: string
  /** hashes of the pictures that it names */
  pictures: readonly string[]
}

/** Refuses with `design-too-heavy` what nothing may even be written down of. */
export function refuseTooDeep(posted: unknown): Result<null, 'design-too-heavy'> {
  let level: unknown[] = [posted]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST_DOCUMENT) return refuse('design-too-heavy')
    level = level.flatMap((part) => (typeof part === 'object' && part !== null ? Object.values(part) : []))
  }
  return accept(null)
}

/**
 * Reads a document from outside: of the engine's schema, of a bounded size, no picture inside. It may take seconds, which
 * no command may hold a connection for. Refuses with `design-invalid`, which says where (`place`) and what (`problem`),
 * `design-too-heavy`.
 */
export async function readDocument(
  studio: Studio,
  posted: unknown,
): Promise<Result<ReadDocument, 'design-invalid' | 'design-too-heavy'>> {
  const text = storableText(posted)
  if (text === undefined) return invalid('/', 'it holds characters that cannot be stored')
  if (text.length > LONGEST_DOCUMENT) return refuse('design-too-heavy')
  const parsed = await studio.parse(text)
  if (!parsed.ok) return parsed
  const design = parsed.value
  if (Object.keys(design.assets).length > 0) return invalid('/assets', 'pictures are uploaded apart')
  if (Object.values(design.name).some((name) => name.trim() === '')) return invalid('/name', 'it has no name')
  return accept({ text, pictures: picturesOf(design) })
}

/**
 * Takes a document whose pictures are known by hash. Refuses in the order of `DOCUMENT_REFUSALS`.
 * @returns the document as it is stored
 */
export async function takeDocument(
  db: Db | Tx,
  read: Awaited<ReturnType<typeof readDocument>>,
): Promise<Result<string, DocumentRefusal>> {
  if (!read.ok) return read
  const { text, pictures } = read.value
  const known = await assetFacts(db, pictures)
  if (known.length < pictures.length) return refuse('picture-unknown')
  if (known.reduce((sum, { size }) => sum + size, 0) > MOST_PICTURE_BYTES) return refuse('pictures-too-heavy')
  return accept(text)
}

const invalid = (place: string, problem: string) => refuse('design-invalid', { place, problem })

/** NUL and half characters, which JSON can carry and jsonb cannot. */
const UNSTORABLE = /[\0\p{Surrogate}]/u

function storableText(value: unknown): string | undefined {
  let isStorable = true
  const text = JSON.stringify(value, (key, part: unknown) => {
    if (UNSTORABLE.test(key) || (typeof part === 'string' && UNSTORABLE.test(part))) isStorable = false
    return part
  })
  return isStorable ? text : undefined
}

/** The hashes of the pictures that a design names, each once. */
export const picturesOf = (design: Design): string[] => [
  ...new Set(
    sides.flatMap((side) =>
      [...elementsWithin(design[side].elements)].flatMap((element) =>
        element.type === 'image' ? [element.asset] : [],
      ),
    ),
  ),
]

/** A version as the engine draws it: under its code and number, with its pictures inside. */
export async function wholeDesign(
  db: Db | Tx,
  { code }: Pick<DesignRow, 'code'>,
  version: VersionRow,
): Promise<Design> {
  const rows = await assetBytes(db, picturesOf(version.document))
  const assets = rows.map(({ sha256, media_type: mime, bytes }): [string, Asset] => [
    sha256,
    { mime, base64: Buffer.from(bytes).toString('base64') },
  ])
  return { ...version.document, id: code, version: version.number, assets: Object.fromEntries(assets) }
}
