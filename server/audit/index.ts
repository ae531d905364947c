import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { auditRoutes } from './routes.ts'

export const auditFeature = (platform: Pick<Platform, 'db'>): Feature => ({
  routes: auditRoutes(platform),
  refusals: {},
})
