import type { FormDesk } from './form-desk.ts'
import type { Lack } from './missing.ts'
import type { Form } from './state.ts'

/** What every step of the form is given. */
export interface StepProps {
  desk: FormDesk
  form: Form
  /** What this step still lacks; empty until the person has tried to go on. */
  lacks: readonly Lack[]
  fill: (part: Partial<Form>) => void
}
