import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { liveRefusals } from './refusals.ts'
import { liveRoutes } from './routes.ts'

export const liveFeature = (platform: Platform): Feature => ({
  routes: liveRoutes(platform),
  refusals: liveRefusals,
})
