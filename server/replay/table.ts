import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { StoredRules } from '../programmes/index.ts'
import type { MovedMember, ReplayState, Result } from './schema.ts'

/** Beside the level that today's rules would give. */
export type Direction = 'up' | 'down'

export type Moved = Omit<MovedMember, 'position' | 'cardNumber'> & { direction: Direction }

interface ReplayTable {
  id: string
  programme_id: string
  draft_number: number
  draft_revision: number
  /** as they were then: a draft may be edited afterwards */
  draft_rules: JSONColumnType<StoredRules, string, never>
  today_version: number
  from_day: string
  /** part of the period */
  until_day: string
  state: ReplayState
  /** which start of it: one that is not the last writes nothing any more */
  attempt: Generated<number>
  /** members gone through */
  done: Generated<number>
  total: Generated<number>
  /** when the server that works at it last said so */
  heard_at: Date
  result: ColumnType<Result | null, string | null | undefined, string | null>
  asked_by: string
  asked_at: Date
  ended_at: Date | null
}

/** Whose level would end higher or lower under the draft than under today's rules. */
interface ReplayMemberTable {
  replay_id: string
  position: number
  member_id: string
  direction: Direction
  from_level: string
  today_level: string
  draft_level: string
  today_points: bigint
  draft_points: bigint
}

declare module '../platform/database.ts' {
  interface Database {
    replays: ReplayTable
    replay_members: ReplayMemberTable
  }
}
