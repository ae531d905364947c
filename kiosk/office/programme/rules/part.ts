import type { Rules } from '../../../api/programmes.ts'

/** What each part of the form is given. */
export interface PartProps {
  rules: Rules
  change: (part: Partial<Rules>) => void
}
