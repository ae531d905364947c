import type { Generated } from 'kysely'

/** What a member passes on, one a day: an address that friends open. */
interface ShareTable {
  id: string
  member_id: string
  /** YYYY-MM-DD in the shop's zone */
  day: string
  opened_count: Generated<number>
  points: Generated<bigint>
}

/** Who has opened it, as keyed hashes that change every day: no personal datum. */
interface ShareOpenTable {
  share_id: string
  visitor: Uint8Array
  network: Uint8Array
  opened_on: string
}

interface SharePointsTable {
  member_id: string
  /** YYYY-MM */
  month: string
  share_id: string
  points: bigint
}

declare module '../platform/database.ts' {
  interface Database {
    shares: ShareTable
    share_opens: ShareOpenTable
    share_points: SharePointsTable
  }
}
