import type { Rules } from '../../../api/programmes.ts'

/** What each part of the form is given. */
export interface PartProps {
  rules: Rules
  change: (part: Partial<Rules>) => void
}

type Earn = Rules['earn']

/** Changes what is earned, and nothing else. */
export const ofEarn =
  ({ rules: { earn }, change }: PartProps) =>
  (part: Partial<Earn>) =>
    change({ earn: { ...earn, ...part } })
