/** What a point is worth, for the report only; a change is a new version. */
export interface PointWorthTable {
  version: number
  fen_per_hundred: number
  set_by: string
  set_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    point_worths: PointWorthTable
  }
}
