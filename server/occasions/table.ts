/** A launch, a members' day, a party: what the rules give points for, on certain days. */
export interface ActivityTable {
  id: string
  programme_id: string
  /** of the rules */
  code: string
  name_zh: string
  name_en: string
  /** days are YYYY-MM-DD; the last one counts */
  from_day: string
  until_day: string
  state: 'open' | 'closed'
  opened_by: string
  opened_at: Date
}

interface CheckInTable {
  activity_id: string
  member_id: string
  card_number: string
  points: bigint
  checked_in_at: Date
}

interface BirthdayGiftTable {
  member_id: string
  year: number
  points: bigint
  given_at: Date
}

interface ExpiryReminderTable {
  member_id: string
  /** YYYY-MM of the last day on which the points are good */
  month: string
  points: bigint
  reminded_at: Date
}

interface ReminderRefusedTable {
  member_id: string
  refused_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    activities: ActivityTable
    activity_check_ins: CheckInTable
    birthday_gifts: BirthdayGiftTable
    expiry_reminders: ExpiryReminderTable
    reminders_refused: ReminderRefusedTable
  }
}
