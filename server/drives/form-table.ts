import type { Generated } from 'kysely'

export interface PaperFormTable {
  /** also the number and the code that are printed on it */
  id: string
  drive_id: string
  /** of the consent text that is printed on it */
  consent_version: string
  printed_by: string
  printed_at: Date
  enrolment_id: string | null
  /** why it will not be typed in */
  aside_because: string | null
  ended_by: string | null
  ended_at: Date | null
}

type Ending = 'enrolment_id' | 'aside_because' | 'ended_by' | 'ended_at'

declare module '../platform/database.ts' {
  interface Database {
    paper_forms: Omit<PaperFormTable, Ending> & {
      [Column in Ending]: Generated<PaperFormTable[Column]>
    }
  }
}
