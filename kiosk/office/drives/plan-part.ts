import type { Drive, DrivePlan } from '../../api/drives.ts'

/** What each part of the plan's form gets. */
export interface PlanPart {
  drive: Drive
  plan: DrivePlan
  change: (part: Partial<DrivePlan>) => void
}
