import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { benchRefusals } from './refusals.ts'
import { benchRoutes, type BenchNeeds } from './routes.ts'

export const benchFeature = (platform: Platform, needs: BenchNeeds): Feature => ({
  routes: benchRoutes(platform, needs),
  refusals: benchRefusals,
})
