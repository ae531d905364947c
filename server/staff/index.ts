import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { forgettingTries } from './forgetting-tries.ts'
import { staffRefusals } from './refusals.ts'
import { staffRoutes } from './routes.ts'

export { isOnlyPerson } from './alone.ts'
export { secondPerson } from './four-eyes.ts'
export { addPerson } from './people.ts'
export { holdPerson } from './queries.ts'
export { authenticateStaff } from './routes.ts'
export { tokenHash } from './signing-in.ts'
export { confirmAsWitness } from './witness.ts'

export const staffFeature = (platform: Platform): Feature => ({
  routes: staffRoutes(platform),
  refusals: staffRefusals,
  jobs: [forgettingTries(platform)],
})
