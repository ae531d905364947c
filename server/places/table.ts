export interface PlaceTable {
  id: string
  name: string
  kind: 'store-room' | 'booth' | 'kiosk'
  created_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    places: PlaceTable
  }
}
