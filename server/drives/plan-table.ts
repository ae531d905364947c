import type { ColumnType } from 'kysely'
import type { CostKind, DrivePlan } from './plan-schema.ts'

type TeamRole = 'promoter' | 'lead'

interface PlannedShiftTable {
  drive_id: string
  booth_id: string
  day: string
  staff_id: string
  role: TeamRole
  /** HH:MM:SS in the shop's zone */
  starts_at: string
  ends_at: string
}

interface BoothTargetTable {
  drive_id: string
  booth_id: string
  day: string
  target: number
}

interface DriveCostTable {
  drive_id: string
  position: number
  kind: CostKind
  name: string
  fen: bigint
  source_code: string | null
}

interface StoredVersionTable {
  drive_id: string
  version: number
  /** written as JSON text, read as what it says */
  plan: ColumnType<DrivePlan, string, never>
  consent_zh: string
  consent_en: string
  reason: string
  /** null of the plan from before it had versions */
  changed_by: string | null
  changed_at: Date
}

export type DriveVersionTable = Omit<StoredVersionTable, 'plan'> & { plan: DrivePlan }

declare module '../platform/database.ts' {
  interface Database {
    planned_shifts: PlannedShiftTable
    booth_targets: BoothTargetTable
    drive_costs: DriveCostTable
    drive_versions: StoredVersionTable
  }
}
