import type { ColumnType, Generated } from 'kysely'
import type { EntryVerdict } from './schema.ts'

interface GatheredTabletTable {
  id: string
  booth_id: string
  booth_name: string
  name: string
  /** DER SubjectPublicKeyInfo of a P-256 key */
  public_key: Uint8Array
  /** the same in base64url: seals what the tablet hands in */
  export_key: string
  is_revoked: boolean
  /** highest time of a write's signature, by the tablet's clock */
  last_request_ms: Generated<bigint>
  /** its entries follow no chain that headquarters knows: each request is handed on as it is */
  is_broken: Generated<boolean>
  seen_at: Date | null
}

export interface GatheredEntryTable {
  tablet_id: string
  text_hash: string
  number: number | null
  /** false: of a request whose chain was broken */
  in_chain: boolean
  signature: string
  /** these three are gone once headquarters has its word on the entry, or keeps it */
  ephemeral_key: string | null
  iv: string | null
  content: string | null
  /** the tablet's clock less ours when it came */
  offset_ms: bigint
  gathered_at: Date
  verdict: ColumnType<EntryVerdict | null, string | null, string | null>
  /** headquarters keeps the text for a person to judge */
  held_at: Date | null
}

/** One row: when headquarters last answered. */
interface HeadquartersSeenTable {
  is_the_one: Generated<boolean>
  seen_at: Date
  /** it did not know this laptop any more */
  refused: boolean
}

declare module '../platform/database.ts' {
  interface Database {
    gathered_tablets: GatheredTabletTable
    gathered_entries: GatheredEntryTable
    headquarters_seen: HeadquartersSeenTable
  }
}
