import type { Generated } from 'kysely'

/** What a member tells a friend, who names it when joining. */
interface ReferralCodeTable {
  code: string
  member_id: string
}

/** Who brought a new member. Open until a purchase of the friend has paid for it. */
export interface IntroductionTable {
  friend_id: string
  introducer_id: string
  introduced_at: Date
  /** the purchase that both have points for; null: none yet, or it came back */
  purchase_id: string | null
  /** of that sale, in the shop's zone: the introducer's cap counts by it */
  paid_year: number | null
  introducer_points: Generated<bigint>
  friend_points: Generated<bigint>
}

declare module '../platform/database.ts' {
  interface Database {
    referral_codes: ReferralCodeTable
    introductions: IntroductionTable
  }
}
