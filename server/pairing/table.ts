import type { Generated } from 'kysely'

export interface PairingCodeTable {
  code_hash: Uint8Array
  kind: 'station' | 'kiosk' | 'tablet' | 'laptop'
  kiosk_id: string | null
  booth_id: string | null
  drive_id: string | null
  simulated: Generated<boolean>
  created_by: string
  expires_at: Date
  used_at: Date | null
}

declare module '../platform/database.ts' {
  interface Database {
    pairing_codes: PairingCodeTable
  }
}
