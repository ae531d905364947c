import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { factForgetting } from './forgetting.ts'
import { watchRefusals } from './refusals.ts'
import { watchRoutes } from './routes.ts'
import { watching } from './watching.ts'

export { frozenAmong } from './alert-queries.ts'
export { refuseFrozen } from './freezing.ts'

export const watchFeature = (platform: Platform): Feature => ({
  routes: watchRoutes(platform),
  refusals: watchRefusals,
  jobs: [watching(platform), factForgetting(platform)],
})
