import type { Generated, Insertable, Selectable } from 'kysely'
import type { ChangeKind } from './schema.ts'

interface LevelChangeTable {
  member_id: string
  /** 1, 2 … of each member: two changes at once cannot both be the next */
  position: number
  id: string
  kind: ChangeKind
  from_level: string
  to_level: string
  /** sales after this moment are judged by `to_level` */
  effective_at: Date
  recorded_at: Date
  grace_until: Date | null
  /** of whoever of the staff made it */
  reason: Generated<string>
  /** what caused it, e.g. `purchase:0190…` */
  reference: string | null
  made_by: string | null
}

export type ChangeRow = Selectable<LevelChangeTable>
export type NewChangeRow = Insertable<LevelChangeTable>

/** A level that staff give; above the limit of one person it waits for a second. */
export interface LevelGiftTable {
  id: string
  member_id: string
  level: string
  reason: string
  state: 'requested' | 'approved' | 'refused'
  within_limit: boolean
  requested_by: string
  requested_at: Date
  decided_by: string | null
  decided_at: Date | null
  decision_reason: string
}

declare module '../platform/database.ts' {
  interface Database {
    level_changes: LevelChangeTable
    level_gifts: LevelGiftTable
  }
}
