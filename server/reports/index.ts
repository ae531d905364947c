import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { monthClosing } from './closing.ts'
import { reportRefusals } from './refusals.ts'
import { reportRoutes } from './routes.ts'

export { closeMonths } from './closing.ts'
export { monthsOutOfBalance } from './closing-queries.ts'

/** What the programme owes its members in points, how it came to that, and what will become of it. */
export const reportsFeature = (platform: Platform): Feature => ({
  routes: reportRoutes(platform),
  refusals: reportRefusals,
  jobs: [monthClosing(platform)],
})
