import type { Generated } from 'kysely'
import type { CountWhy } from './evening-schema.ts'
import './form-table.ts'
import './plan-table.ts'

export interface DriveTable {
  id: string
  name: string
  programme_id: string
  consent_version: string
  target: number
  /** code of the cards' design */
  card_design: string | null
  /** of the plan; 0 as long as it was not changed */
  version: number
  created_at: Date
}

export interface DriveDayTable {
  drive_id: string
  /** YYYY-MM-DD */
  day: string
  /** HH:MM:SS in the shop's zone */
  opens_at: string
  closes_at: string
}

export interface DriveSourceTable {
  drive_id: string
  code: string
  name_zh: string
  name_en: string
}

interface DriveGiftTable {
  drive_id: string
  gift_id: string
  is_offered: Generated<boolean>
  /** of the cards that it goes with; null: all */
  levels: Generated<string[] | null>
  /** the gift that has to run out first */
  instead_of: Generated<string | null>
}

interface DriveTeamTable {
  drive_id: string
  staff_id: string
  role: Generated<'promoter' | 'lead'>
}

export interface BoothTable {
  id: string
  drive_id: string
  place_id: string
  name: string
  station_id: string | null
  reader_name: string | null
  stripe_name: string | null
}

export interface ShiftTable {
  id: string
  booth_id: string
  staff_id: string
  opened_at: Date
  closed_at: Date | null
}

/** A shift that was noted afterwards, for somebody who had none open, or had one open elsewhere (`was_opened`). */
interface LateShiftTable {
  shift_id: string
  was_opened: boolean
}

/** A genuine card that lay on the booth's reader; an enrolment uses it up. */
export interface BoothReadingTable {
  id: string
  booth_id: string
  card_number: string
  level: string
  means: 'tap' | 'swipe' | 'scan'
  read_at: Date
  used_at: Date | null
}

export interface EnrolmentTable {
  id: string
  drive_id: string
  booth_id: string
  shift_id: string
  member_id: string
  /** null for a person whose card could not be given when a tablet's entry was judged; so is by what it was shown */
  card_number: string | null
  gift_id: string | null
  source_code: string
  outcome: 'new-member' | 'known-member'
  handed_by_means: 'tap' | 'swipe' | 'scan' | 'typed' | null
  welcome_points: bigint
  enrolled_at: Date
}

export interface BoothCountTable {
  id: string
  booth_id: string
  day: string
  counted_by: string
  counted_at: Date
  signed_by: string | null
  signed_at: Date | null
}

export interface BoothCountLineTable {
  count_id: string
  /** `cards` or a gift's id */
  item: string
  gift_id: string | null
  /** what the books alone said */
  books: number
  /** the books and what signed counts had found by then */
  expected: number
  counted: number
  reason: string
  why: CountWhy | null
}

export interface GiftChangeTable {
  id: string
  booth_id: string
  kind: 'gift-returned' | 'gift-swapped' | 'gift-broken'
  gift_id: string
  for_gift_id: string | null
  enrolment_id: string | null
  is_faulty: boolean
  reason: string
  staff_id: string
  happened_at: Date
}

export interface BoothHandoverTable {
  id: string
  booth_id: string
  from_staff: string
  to_staff: string
  cards: number
  sealed_signatures: Uint8Array
  happened_at: Date
}

export interface BoothHandoverGiftTable {
  handover_id: string
  gift_id: string
  quantity: number
}

/** How many people somebody at the booth saw waiting, and when. */
interface BoothQueueTable {
  booth_id: string
  waiting: number
  told_by: string
  told_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    drives: DriveTable
    drive_days: DriveDayTable
    drive_sources: DriveSourceTable
    drive_gifts: DriveGiftTable
    drive_team: DriveTeamTable
    booths: BoothTable
    shifts: ShiftTable
    late_shifts: LateShiftTable
    booth_readings: BoothReadingTable
    enrolments: EnrolmentTable
    booth_counts: BoothCountTable
    booth_count_lines: BoothCountLineTable
    gift_changes: GiftChangeTable
    booth_handovers: BoothHandoverTable
    booth_handover_gifts: BoothHandoverGiftTable
    booth_queues: BoothQueueTable
  }
}
