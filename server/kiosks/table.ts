export interface KioskTable {
  id: string
  name: string
  place_id: string
  station_id: string | null
  reader_name: string | null
  stripe_name: string | null
  token_hash: Uint8Array | null
  revoked_at: Date | null
  created_at: Date
}

export interface MemberSessionTable {
  id: string
  kiosk_id: string
  member_id: string
  card_number: string
  means: 'tap' | 'swipe' | 'scan'
  proven_at: Date | null
  started_at: Date
  seen_at: Date
  ended_at: Date | null
}

declare module '../platform/database.ts' {
  interface Database {
    kiosks: KioskTable
    member_sessions: MemberSessionTable
  }
}
