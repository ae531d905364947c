import type { Generated, Insertable, JSONColumnType, Selectable } from 'kysely'
import type { Design, Side } from '../../card-designs/engine/design.ts'
import type { VersionState } from './schema.ts'

interface DesignTable {
  id: string
  /** what batches, cards and levels name it by; never changes */
  code: string
  name_zh: string
  name_en: string
  /** null: came with the product */
  made_by: string | null
  made_at: Date
  archived_by: string | null
  archived_at: Date | null
}

export type DesignRow = Selectable<DesignTable>

interface DesignVersionTable {
  design_id: string
  number: number
  /** how often the draft was saved; what an editor saves upon */
  revision: Generated<number>
  /** pictures by hash, never their bytes */
  document: JSONColumnType<Design>
  note: Generated<string>
  state: VersionState
  previous_state: VersionState | 'none'
  /** who began it, who drew what it was begun with if nobody had approved that, everybody who saved it; none of them approves it */
  authors: string[]
  made_at: Date
  saved_by: string | null
  saved_at: Date
  submitted_by: string | null
  submitted_at: Date | null
  decided_by: string | null
  decided_at: Date | null
  /** why it was refused, or why one person both drew and approved it */
  decision_reason: Generated<string>
}

export type VersionRow = Selectable<DesignVersionTable>
export type NewVersionRow = Insertable<DesignVersionTable>

/** A side of a version that changes no more. */
interface DesignPictureTable {
  design_id: string
  number: number
  side: Side
  svg: string
  /** WebP; null until somebody asks for it */
  light: Generated<Uint8Array | null>
}

interface DesignAssetTable {
  /** of the bytes, in hex */
  sha256: string
  media_type: 'image/png' | 'image/jpeg'
  bytes: Uint8Array
  width_px: number
  height_px: number
  added_by: string
  added_at: Date
}

export type AssetRow = Selectable<DesignAssetTable>

declare module '../platform/database.ts' {
  interface Database {
    designs: DesignTable
    design_versions: DesignVersionTable
    design_pictures: DesignPictureTable
    design_assets: DesignAssetTable
  }
}
