import type { ColumnType, Generated } from 'kysely'
import type { ConflictKind, HeldBecause, SettledAs, Todo, Verdict } from './schema.ts'

export interface TabletTable {
  id: string
  booth_id: string
  name: string
  /** DER SubjectPublicKeyInfo of a P-256 key */
  public_key: Uint8Array
  /** who made the code that paired it */
  paired_by: string
  paired_at: Date
  revoked_by: string | null
  revoked_at: Date | null
  /** highest time of a write's signature, by the tablet's clock */
  last_request_ms: Generated<bigint>
  /** of the chain: how far it was judged */
  last_number: Generated<number>
  last_hash: Generated<string>
  last_happened_at: Date | null
  seen_at: Date | null
  /** entries that it still had, as it last said */
  waiting: number | null
  /** its clock less ours */
  clock_offset_ms: bigint | null
  /** the offset that the conflict report tells of */
  reported_offset_ms: Generated<bigint>
}

/** A laptop that gathers the tablets of a drive's booths. */
export interface LaptopTable {
  id: string
  drive_id: string
  name: string
  /** DER SubjectPublicKeyInfo of a P-256 key */
  public_key: Uint8Array
  paired_by: string
  paired_at: Date
  revoked_by: string | null
  revoked_at: Date | null
  /** highest time of a write's signature, by the laptop's clock */
  last_request_ms: Generated<bigint>
  seen_at: Date
  /** entries that it kept for us, as it last said */
  waiting: Generated<number>
  /** when it took the oldest of them */
  waiting_since: Date | null
}

export interface TabletEntryTable {
  tablet_id: string
  number: number
  entry_id: string
  kind: string
  text_hash: string
  signature: Uint8Array
  promoter_id: string
  made_at: Date
  happened_at: Date
  received_at: Date
  verdict: Verdict
  reason: string | null
  action: string | null
}

interface TabletHeldTable {
  id: string
  tablet_id: string
  number: number | null
  kind: string | null
  because: HeldBecause
  text_hash: string
  /** gone once it is settled */
  sealed_text: Uint8Array | null
  signature: string
  is_signed: boolean
  held_at: Date
  settled_at: Date | null
  settled_by: string | null
  settled_as: SettledAs | null
}

/** Cards that were handed to a tablet, or taken back from it. */
interface TabletCardsTable {
  id: string
  tablet_id: string
  quantity: number
  noted_by: string
  noted_at: Date
}

interface TabletConflictTable {
  id: string
  drive_id: string
  booth_id: string
  tablet_id: string
  entry_number: number | null
  entry_id: string | null
  kind: ConflictKind
  action: string
  details: ColumnType<Record<string, string | number>, string, never>
  promoter_id: string | null
  happened_at: Date
  noted_at: Date
  todo: Todo | null
  done_at: Date | null
  done_by: string | null
}

/** What waits on a revoked tablet is given up, once another person has confirmed it. */
interface TabletWriteOffTable {
  tablet_id: string
  reason: string
  asked_by: string
  asked_at: Date
  confirmed_by: string | null
  confirmed_at: Date | null
  alone_reason: Generated<string>
}

interface TabletPersonTable {
  id: string
  tablet_id: string
  promoter_id: string
  happened_at: Date
  reason: string
  gift_booked: boolean
  wrapped_key: Uint8Array | null
  sealed_form: Uint8Array | null
  completed_at: Date | null
  completed_by: string | null
  erased_at: Generated<Date | null>
  erased_by: Generated<string | null>
}

/** Bloom filter of the marks of known phones; one row. */
interface PhoneFilterTable {
  is_the_one: Generated<boolean>
  bits: number
  hashes: number
  filter: Uint8Array
  members: number
  built_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    tablets: TabletTable
    laptops: LaptopTable
    tablet_entries: TabletEntryTable
    tablet_held: TabletHeldTable
    tablet_cards: TabletCardsTable
    tablet_conflicts: TabletConflictTable
    tablet_people: TabletPersonTable
    tablet_write_offs: TabletWriteOffTable
    phone_filters: PhoneFilterTable
  }
}
