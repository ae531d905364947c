import type { Generated, JSONColumnType } from 'kysely'
import type { DriverNotice, StationDevice } from './schema.ts'

export interface StationTable {
  id: string
  name: string
  token_hash: Uint8Array
  simulated: boolean
  approved_for_blanks: boolean
  revoked_at: Date | null
  seen_at: Date | null
  is_up: Generated<boolean>
  devices: JSONColumnType<StationDevice[], string | undefined>
  notices: JSONColumnType<DriverNotice[], string | undefined>
  paired_at: Date
}

interface DeviceHoldTable {
  station_id: string
  device: string
  held_by: string
  held_until: Date
}

declare module '../platform/database.ts' {
  interface Database {
    stations: StationTable
    device_holds: DeviceHoldTable
  }
}
