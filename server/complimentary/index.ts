import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { complimentaryRefusals } from './refusals.ts'
import { complimentaryRoutes } from './routes.ts'
import './table.ts'

export const complimentaryFeature = (platform: Platform, keys: KeyService): Feature => ({
  routes: complimentaryRoutes(platform, keys),
  refusals: complimentaryRefusals,
})
