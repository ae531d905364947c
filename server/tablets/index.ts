import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { laptopRoutes } from './laptop-routes.ts'
import { phoneFilterBuilding } from './phone-filter.ts'
import { officeRoutes } from './office-routes.ts'
import { erasingRoutes } from './erasing-routes.ts'
import { tabletRefusals } from './refusals.ts'
import { tabletRoutes } from './tablet-routes.ts'
import { writeOffRoutes } from './write-off-routes.ts'

export { authenticateSigner, demandSignatures, type Signing } from './authenticate.ts'
export { isUnbroken, numbersOf } from './chain.ts'
export { readEntry, type ReadEntry } from './entry.ts'
export { sealForExport } from './export-key.ts'
export { ownTablet } from './own-tablet.ts'
export { tabletRefusals } from './refusals.ts'
export { requestText } from './signature.ts'
export { laptopSigning, tabletSigning } from './signers.ts'
export { tabletContract } from './tablet-contract.ts'

export const tabletsFeature = (platform: Platform, keys: KeyService): Feature => ({
  async routes(app) {
    await app.register(tabletRoutes(platform, keys))
    await app.register(officeRoutes(platform, keys))
    await app.register(laptopRoutes(platform, keys))
    await app.register(writeOffRoutes)
    await app.register(erasingRoutes(keys))
  },
  refusals: tabletRefusals,
  jobs: [phoneFilterBuilding(platform, keys)],
})
