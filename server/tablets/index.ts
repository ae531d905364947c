import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { phoneFilterBuilding } from './phone-filter.ts'
import { officeRoutes } from './office-routes.ts'
import { tabletRefusals } from './refusals.ts'
import { tabletRoutes } from './tablet-routes.ts'

export { authenticateTablet, demandSignatures } from './authenticate.ts'

export const tabletsFeature = (platform: Platform, keys: KeyService): Feature => ({
  async routes(app) {
    await app.register(tabletRoutes(platform, keys))
    await app.register(officeRoutes(platform, keys))
  },
  refusals: tabletRefusals,
  jobs: [phoneFilterBuilding(platform, keys)],
})
