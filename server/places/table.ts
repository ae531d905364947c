export interface PlaceTable {
  id: string
  name: string
  kind: 'store-room' | 'booth' | 'kiosk'
  /** degrees × 10⁶; both or neither */
  latitude_e6: number | null
  longitude_e6: number | null
  created_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    places: PlaceTable
  }
}
