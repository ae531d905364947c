import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { partnerApiRoutes } from './api-routes.ts'
import { burnSettling } from './burning.ts'
import { partnerRefusals } from './refusals.ts'
import { partnerRoutes } from './routes.ts'
import { settlementRoutes } from './settlement-routes.ts'
import './table.ts'

export { authenticatePartner } from './api-routes.ts'
export { checkPartners } from './reading.ts'

export const partnersFeature = (platform: Platform, keys: KeyService): Feature => ({
  async routes(app) {
    await app.register(partnerRoutes(platform, keys))
    await app.register(settlementRoutes(platform))
    await app.register(partnerApiRoutes(keys))
  },
  refusals: partnerRefusals,
  jobs: [burnSettling(platform)],
})
