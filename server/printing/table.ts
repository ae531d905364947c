import type { Generated, JSONColumnType } from 'kysely'
import type { PrinterProfile, PrinterSheet } from './schema.ts'

export interface PrinterTable {
  id: string
  name: string
  address: string
  certificate_sha256: string | null
  kind: 'card' | 'sheet'
  /** null is the office */
  place_id: string | null
  offset_x_um: Generated<number>
  offset_y_um: Generated<number>
  /** parts per million larger than drawn */
  scale_ppm: Generated<number>
  rotation_mdeg: Generated<number>
  /** images of the ribbon that one card takes, sheets: 0 */
  ribbon_per_card: Generated<number>
  /** its own count of finished cards can be relied on */
  counts_cards: Generated<boolean>
  /** how cards stand on its paper; null: ten to an A4 sheet */
  sheet: JSONColumnType<PrinterSheet> | null
  /** null: it takes colours as screens show them */
  colour_profile_id: string | null
  /** it gave work back and gets none until then */
  rests_until: Date | null
  added_by: string
  added_at: Date
  retired_at: Date | null
}

interface ColourProfileTable {
  id: string
  sha256: string
  name: string
  /** null once it was removed */
  bytes: Uint8Array | null
  added_by: string
  added_at: Date
  removed_by: Generated<string | null>
  removed_at: Generated<Date | null>
}

interface SupplyMovementTable {
  id: string
  printer_id: string
  kind: 'loaded' | 'counted' | 'printed' | 'wasted'
  /** signed */
  blanks: number
  ribbon: number
  reason: string
  recorded_by: string
  recorded_at: Date
}

export type PrintJobState = 'queued' | 'printing' | 'paused' | 'stopped' | 'ready' | 'printed' | 'cancelled'
/** `file`: for the own program of a printer that does not speak IPP */
export type PrintJobKind = 'card' | 'sheet' | 'file'

interface PrintJobTable {
  id: string
  batch_id: string
  kind: PrintJobKind
  /** null: whichever of the kind is ready */
  printer_id: string | null
  state: PrintJobState
  previous_state: PrintJobState | 'none'
  /** jobs are printed in this order */
  rank: bigint
  /** why it stopped, a code */
  trouble: string | null
  ordered_by: string
  ordered_at: Date
  cancel_asked_at: Date | null
  ended_at: Date | null
}

export type ChunkState = 'waiting' | 'sending' | 'printing' | 'unclear' | 'done' | 'cancelled'

/** Some cards of a job that go to a printer as one job of its own. */
interface PrintChunkTable {
  job_id: string
  number: number
  state: ChunkState
  attempt: Generated<number>
  printer_id: string | null
  printer_job_name: string | null
  /** null until the printer has answered */
  printer_job_id: number | null
  /** sent in the latest attempt */
  cards: Generated<number>
  /** as its printer counts */
  cards_reported: Generated<number>
  /** what holds it up, a code or a reason of IPP's */
  trouble: string | null
  began_at: Date | null
  /** when sender or printer last gave a sign of life */
  heard_at: Date | null
  ended_at: Date | null
}

interface PrintJobCardTable {
  job_id: string
  ordinal: number
  chunk: number
  card_number: string
  state: 'waiting' | 'sent' | 'out' | 'wasted' | 'left-out'
}

interface PrintFileTable {
  job_id: string
  /** each makes the file anew */
  attempt: Generated<number>
  /** opens the pieces; null when there are none, or no more */
  sealed_key: Uint8Array | null
  /** when whoever draws it last gave a sign of life; null when nobody does */
  heard_at: Date | null
  cards_done: Generated<number>
  drawn_ms: Generated<number>
  pieces: Generated<number>
  bytes: Generated<bigint>
  kept_until: Date | null
  downloads: Generated<number>
  colour_profile_id: string | null
  /** how cards stand on its sheets, and how far what prints them misses; null: a side a page */
  sheet: JSONColumnType<PrinterSheet> | null
  profile: JSONColumnType<PrinterProfile> | null
  taken_by: string | null
  taken_at: Date | null
}

interface PrintFilePieceTable {
  job_id: string
  number: number
  sealed: Uint8Array
}

interface PrintPulseTable {
  is_the_one: Generated<boolean>
  next_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    printers: PrinterTable
    colour_profiles: ColourProfileTable
    print_supply_movements: SupplyMovementTable
    print_jobs: PrintJobTable
    print_chunks: PrintChunkTable
    print_job_cards: PrintJobCardTable
    print_files: PrintFileTable
    print_file_pieces: PrintFilePieceTable
    print_pulse: PrintPulseTable
  }
}
