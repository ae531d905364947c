import type { Drive, DrivePlan } from '../../api/drives.ts'

/** A plan that is being changed; whether it can be sent is seen when it is. */
export type PlanDraft = Omit<DrivePlan, 'target'> & { target: number | undefined }

/** What each part of the plan's form gets. */
export interface PlanPart {
  drive: Drive
  plan: PlanDraft
  change: (part: Partial<PlanDraft>) => void
}
