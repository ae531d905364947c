import type { BoothDesk } from '../../api/drives.ts'
import type { Lack } from './missing.ts'
import type { Form } from './state.ts'

/** What a form is filled in against: asked of the server, or taken along by a tablet. */
export type FormDesk = Pick<BoothDesk, 'day' | 'consent' | 'sources' | 'stock'> & {
  booth: Pick<BoothDesk['booth'], 'reader'>
}

/** What every step of the form is given. */
export interface StepProps {
  desk: FormDesk
  form: Form
  /** What this step still lacks; empty until the person has tried to go on. */
  lacks: readonly Lack[]
  fill: (part: Partial<Form>) => void
}
