import { Type, type Static } from 'typebox'
import type { Design, DesignElement } from '../../card-designs/engine/design.ts'
import { Base64, closed, Line, Moment, orNull } from '../platform/schema.ts'

export const DesignCode = Type.String({ pattern: '^[a-z0-9-]{1,40}$' })
const VersionNumber = Type.Integer({ minimum: 1, maximum: 1_000_000 })
const SideName = Type.Union([Type.Literal('front'), Type.Literal('back')])
/** Of the bytes, in hex. */
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Note = Type.String({ maxLength: 200, pattern: '^[^\\u0000-\\u001F\\u007F\\uD800-\\uDFFF]*$' })

/**
 * A design as the engine's schema describes it. Its pictures are named by the hash of an uploaded asset and fetched
 * apart: `assets` is empty, both ways.
 */
const Document = Type.Unsafe<Design>({ type: 'object', additionalProperties: true })

export const CodeParams = Type.Object({ code: DesignCode })
export const VersionParams = Type.Object({ code: DesignCode, number: VersionNumber })
export const AssetParams = Type.Object({ sha256: Sha256 })

// ── What may be ordered, for everybody ──────────────────────────────────────────────────────────

/** `code` may name a level as well: a level comes with its design. `version`: the newest that is approved. */
export const DesignSummary = Type.Object({
  code: Type.String(),
  version: Type.Integer(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  /** no more batches are ordered with it */
  isArchived: Type.Boolean(),
})
export const Designs = Type.Object({ designs: Type.Array(DesignSummary) })
export const PreviewQuery = Type.Object({
  side: Type.Optional(SideName),
  /** an approved one; else the newest of them */
  version: Type.Optional(VersionNumber),
})

// ── The library ─────────────────────────────────────────────────────────────────────────────────

export const VersionState = Type.Union([
  Type.Literal('draft'),
  Type.Literal('submitted'),
  Type.Literal('approved'),
  Type.Literal('refused'),
])
export type VersionState = Static<typeof VersionState>

/** Who did something, and when; a name of null is the product itself. */
const Deed = Type.Object({ by: orNull(Type.String()), at: Moment })

export const VersionSummary = Type.Object({
  number: Type.Integer(),
  revision: Type.Integer(),
  state: VersionState,
  note: Type.String(),
  made: Deed,
  saved: Deed,
  submitted: orNull(Deed),
  decided: orNull(Deed),
  /** why it was refused, or why one person both drew and approved it */
  decisionReason: Type.String(),
  /** whether whoever asks has drawn or submitted it, and so does not approve it */
  isOwn: Type.Boolean(),
  /** how many batches were ordered with it */
  batches: Type.Integer(),
})
export type VersionSummary = Static<typeof VersionSummary>

export const LibraryEntry = Type.Object({
  code: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  archived: orNull(Deed),
  /** the newest one that is approved */
  approvedNumber: orNull(Type.Integer()),
  newest: VersionSummary,
})
export type LibraryEntry = Static<typeof LibraryEntry>
export const Library = Type.Object({ designs: Type.Array(LibraryEntry) })

export const DesignDetails = Type.Object({
  code: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  archived: orNull(Deed),
  /** newest first */
  versions: Type.Array(VersionSummary),
  /** the shop has one person only, who may approve alone, with a reason */
  isAlone: Type.Boolean(),
})
export type DesignDetails = Static<typeof DesignDetails>

/** The designs that come with the product, to start from. */
export const Template = Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() })
export const Templates = Type.Object({ templates: Type.Array(Template) })
export type Template = Static<typeof Template>
export const TemplateParams = Type.Object({ template: DesignCode })

export const NewDesign = Type.Object(
  {
    code: DesignCode,
    nameZh: Line(40),
    nameEn: Line(40),
    from: Type.Union([
      Type.Object({ kind: Type.Literal('template'), template: DesignCode }, closed),
      Type.Object({ kind: Type.Literal('copy'), code: DesignCode, number: VersionNumber }, closed),
    ]),
  },
  closed,
)
export type NewDesign = Static<typeof NewDesign>

/** What was saved: the base of the next save. */
export const Saved = Type.Object({ code: Type.String(), number: Type.Integer(), revision: Type.Integer() })
export type Saved = Static<typeof Saved>

/** Saved upon a version and revision: where another has saved since, nothing is changed and 409 says who and when. */
export const SaveDraft = Type.Object(
  {
    base: Type.Object({ number: VersionNumber, revision: VersionNumber }, closed),
    document: Document,
    note: Type.Optional(Note),
  },
  closed,
)
export type SaveDraft = Static<typeof SaveDraft>

export const Version = Type.Object({
  code: Type.String(),
  version: VersionSummary,
  document: Document,
  /** the pictures that it names, by hash */
  assets: Type.Array(
    Type.Object({
      sha256: Type.String(),
      mediaType: Type.String(),
      widthPx: Type.Integer(),
      heightPx: Type.Integer(),
    }),
  ),
})
export type Version = Static<typeof Version>

/** What is decided on is what was looked at: revisions begin again with each version. */
const LookedAt = { number: VersionNumber, revision: VersionNumber }
export const Submit = Type.Object({ ...LookedAt, note: Line(200) }, closed)
export const Approve = Type.Object({ ...LookedAt, aloneReason: Type.Optional(Line(200)) }, closed)
export const Reason = Type.Object({ reason: Line(200) }, closed)

// ── Pictures ────────────────────────────────────────────────────────────────────────────────────

export const PictureQuery = Type.Object({
  side: Type.Optional(SideName),
  /** of a draft: keeps a browser from showing an older one */
  revision: Type.Optional(VersionNumber),
  /** what it is filled with: a sample's data (default) or the longest that each field may hold */
  data: Type.Optional(Type.Union([Type.Literal('sample'), Type.Literal('worst')])),
})

/** In micrometres from the card's top left corner. */
const BoxOnCard = Type.Object({
  xUm: Type.Number(),
  yUm: Type.Number(),
  widthUm: Type.Number(),
  heightUm: Type.Number(),
})
/** What the engine's checker found; the pages have the words for `code`. */
export const Fault = Type.Object({
  code: Type.String(),
  /** an error keeps the design from being printed, a warning asks somebody to look */
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning')]),
  side: SideName,
  elementId: Type.String(),
  box: BoxOnCard,
  params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
})
export type Fault = Static<typeof Fault>
export const Faults = Type.Object({ faults: Type.Array(Fault) })

export const DiffParams = Type.Object({ code: DesignCode, number: VersionNumber, other: VersionNumber })
const Change = Type.Object({
  side: SideName,
  id: Type.String(),
  type: Type.Unsafe<DesignElement['type']>({ type: 'string' }),
  name: Type.String(),
  change: Type.Union([Type.Literal('added'), Type.Literal('removed'), Type.Literal('changed')]),
  /** which of its properties differ, as paths: `box.xUm`, `paint` */
  properties: Type.Array(Type.String()),
  /** where it is; of what was removed: where it was */
  box: BoxOnCard,
})
export type Change = Static<typeof Change>
/** What differs between two versions, from the one to the other; elements are told by their ids. */
export const Diff = Type.Object({
  /** of the design itself: `bleedUm`, `name.en`, `front.zones` */
  properties: Type.Array(Type.String()),
  elements: Type.Array(Change),
})
export type Diff = Static<typeof Diff>

// ── What designs are drawn with ─────────────────────────────────────────────────────────────────

/** A PNG or JPEG of at most ten megabytes and forty megapixels. What it is is read from its bytes. */
export const NewAsset = Type.Object({ base64: Base64(19_000_000) }, closed)
export const Asset = Type.Object({
  sha256: Type.String(),
  mediaType: Type.String(),
  widthPx: Type.Integer(),
  heightPx: Type.Integer(),
})
export type Asset = Static<typeof Asset>

export const NewArtwork = Type.Object({ svg: Type.String({ minLength: 1, maxLength: 4_000_000 }) }, closed)
/** The paths of an SVG as shape elements of the engine, scaled to a card's width, and how large they are together. */
export const Artwork = Type.Object({
  widthUm: Type.Integer(),
  heightUm: Type.Integer(),
  shapes: Type.Array(
    Type.Unsafe<Design['front']['elements'][number]>({ type: 'object', additionalProperties: true }),
  ),
  /** kinds of elements that were passed over: `text`, `image` */
  leftOut: Type.Array(Type.String()),
})
export type Artwork = Static<typeof Artwork>

export const ArchiveAnswer = Type.Object({ code: Type.String() })
