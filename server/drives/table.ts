export interface DriveTable {
  id: string
  name: string
  programme_id: string
  consent_version: string
  target: number
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
}

interface DriveTeamTable {
  drive_id: string
  staff_id: string
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
  card_number: string
  gift_id: string | null
  source_code: string
  outcome: 'new-member' | 'known-member'
  handed_by_means: 'tap' | 'swipe' | 'scan' | 'typed'
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
    booth_readings: BoothReadingTable
    enrolments: EnrolmentTable
    booth_counts: BoothCountTable
    booth_count_lines: BoothCountLineTable
  }
}
