import type { Static } from 'typebox'
import type * as schema from '../../server/designs/schema.ts'
import { read, write } from './route.ts'

export type Design = Static<typeof schema.DesignSummary>
export type LibraryEntry = schema.LibraryEntry
export type DesignDetails = schema.DesignDetails
export type VersionSummary = schema.VersionSummary
export type Version = schema.Version
export type Template = schema.Template
export type NewDesign = schema.NewDesign
export type SaveDraft = schema.SaveDraft
export type Saved = schema.Saved
export type Submit = Static<typeof schema.Submit>
export type Approve = Static<typeof schema.Approve>
export type Reason = Static<typeof schema.Reason>
export type Fault = schema.Fault
export type Diff = schema.Diff
export type Change = schema.Change
export type Asset = schema.Asset
export type Artwork = schema.Artwork

export const getDesigns = read<Static<typeof schema.Designs>>()('/api/v1/designs')
export const getLibrary = read<Static<typeof schema.Library>>()('/api/v1/design-library')
export const getTemplates = read<Static<typeof schema.Templates>>()('/api/v1/design-templates')
export const getDesign = read<DesignDetails>()('/api/v1/designs/:code')
export const getVersion = read<Version>()('/api/v1/designs/:code/versions/:number')
export const getFaults = read<Static<typeof schema.Faults>>()('/api/v1/designs/:code/versions/:number/faults')
export const getDiff = read<Diff>()('/api/v1/designs/:code/versions/:number/diff/:other')

export const addDesign = write<NewDesign, Saved>()('POST', '/api/v1/designs')
/** Refused with `design-changed` (details: `by`, `at`, `number`, `revision`) where another has saved since. */
export const saveDraft = write<SaveDraft, Saved>()('POST', '/api/v1/designs/:code/draft')
export const submitDraft = write<Submit, Saved>()('POST', '/api/v1/designs/:code/submit')
export const takeBack = write<undefined, Saved>()('POST', '/api/v1/designs/:code/take-back')
export const approveVersion = write<Approve, Saved>()('POST', '/api/v1/designs/:code/approve')
export const refuseVersion = write<Reason, Saved>()('POST', '/api/v1/designs/:code/refuse')
export const archiveDesign = write<Reason, Static<typeof schema.ArchiveAnswer>>()(
  'POST',
  '/api/v1/designs/:code/archive',
)
export const restoreDesign = write<undefined, Static<typeof schema.ArchiveAnswer>>()(
  'POST',
  '/api/v1/designs/:code/restore',
)
export const addAsset = write<Static<typeof schema.NewAsset>, Asset>()('POST', '/api/v1/design-assets')
export const readArtwork = write<Static<typeof schema.NewArtwork>, Artwork>()(
  'POST',
  '/api/v1/design-artwork',
)

export const assetAddress = (sha256: string): string => `/api/v1/design-assets/${sha256}`

interface PictureOf {
  code: string
  number: number
  side: 'front' | 'back'
  /** a draft's, so that the browser shows the newest */
  revision?: number
  data?: 'sample' | 'worst'
}

/** Where the proof sheet of a version is. */
export const proofAddress = ({ code, number }: { code: string; number: number }): string =>
  `/api/v1/designs/${code}/versions/${number}/proof.pdf`

/** Where the server paints a side of a version; for the office only. */
export function pictureAddress({ code, number, ...query }: PictureOf): string {
  const pairs = Object.entries(query).map(([name, value]) => [name, String(value)])
  return `/api/v1/designs/${code}/versions/${number}/picture.svg?${new URLSearchParams(pairs).toString()}`
}

export const templateAddress = (code: string, side: 'front' | 'back'): string =>
  `/api/v1/design-templates/${code}/picture.svg?side=${side}`
