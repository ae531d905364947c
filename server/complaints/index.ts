import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { complaintRefusals } from './refusals.ts'
import { complaintRoutes } from './routes.ts'
import './table.ts'

export const complaintsFeature = (platform: Platform, keys: KeyService): Feature => ({
  routes: complaintRoutes(platform, keys),
  refusals: complaintRefusals,
})
