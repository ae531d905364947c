import type { ColumnType, Generated } from 'kysely'
import type { FileForm, ImportKind, ImportOptions, ImportState } from './schema.ts'

type Json<T> = ColumnType<T | null, string | null, string | null>

export interface ImportTable {
  id: string
  kind: ImportKind
  file_name: string
  file_bytes: bigint
  received_bytes: Generated<bigint>
  file_hash: Uint8Array | null
  form: Json<FileForm>
  options: Json<ImportOptions>
  /** null once the file was thrown away */
  sealed_key: Uint8Array | null
  state: ImportState
  previous_state: ImportState | 'none'
  /** under which its purchases stand, apart from every real till's; no key opens it */
  till_id: string | null
  rows_total: number | null
  /** of the check or of the run, whichever is under way or was last; what lies before it is written down */
  rows_done: Generated<number>
  bytes_done: Generated<bigint>
  rows_good: Generated<number>
  rows_double: Generated<number>
  rows_wrong: Generated<number>
  members_added: Generated<number>
  points_given: Generated<bigint>
  /** the last member whose level was looked at after the rows */
  levels_after: string | null
  worked_ms: Generated<bigint>
  /** who works on it, until when nobody else may */
  worker: string | null
  worker_until: Date | null
  trouble: string | null
  /** who set its columns last */
  checked_by: string | null
  /** what its good rows would give, as the check added it up */
  points_asked: Generated<bigint>
  started_by: string
  started_at: Date
  changed_at: Date
}

interface ImportPieceTable {
  import_id: string
  position: number
  sealed: Uint8Array
}

interface ImportFaultTable {
  import_id: string
  line: number
  field: string | null
  fault: string
}

/** Every row that was ever taken, by what it is known by. */
interface ImportedRowTable {
  row_key: string
  import_id: string
  member_id: string
  line: number
}

interface ImportedMemberTable {
  member_id: string
  import_id: string
}

/** A member as the shop's own books knew them; the name is sealed until they come and give a phone. */
interface CustomerKeyTable {
  key_index: Uint8Array
  member_id: string
  import_id: string
  wrapped_key: Uint8Array | null
  sealed_name: Uint8Array | null
  claimed_at: Date | null
  claimed_by: string | null
}

declare module '../platform/database.ts' {
  interface Database {
    imports: ImportTable
    import_pieces: ImportPieceTable
    import_faults: ImportFaultTable
    imported_rows: ImportedRowTable
    imported_members: ImportedMemberTable
    customer_keys: CustomerKeyTable
  }
}
