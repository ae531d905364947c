import type { Generated } from 'kysely'
import type { Rules } from './schema.ts'

export interface ProgrammeTable {
  id: string
  number: number
  name: string
  preset: string
  next_sequence: Generated<bigint>
  created_at: Date
}

export interface ProgrammeVersionTable {
  programme_id: string
  version: number
  starts_at: Date
  rules: Rules
  created_at: Date
}

export interface CounterTable {
  id: string
  name: string
  joins: boolean
  rate_per_mille: number
  created_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    programmes: ProgrammeTable
    programme_versions: ProgrammeVersionTable
    counters: CounterTable
  }
}
