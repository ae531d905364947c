import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Stations } from '../stations/index.ts'
import type { Platform } from '../platform/platform.ts'
import { boothRoutes } from './booth-routes.ts'
import { driveRoutes } from './drive-routes.ts'
import { paperRoutes } from './paper-routes.ts'
import { driveRefusals } from './refusals.ts'

export { maySeeDrive } from './access.ts'
export { addDrive } from './drive.ts'
export { watchBoothReaders } from './booth-reader.ts'

export const drivesFeature = (platform: Platform, keys: KeyService, stations: Stations): Feature => ({
  refusals: driveRefusals,
  async routes(app) {
    await app.register(driveRoutes(platform))
    await app.register(boothRoutes(platform))
    await app.register(paperRoutes(platform, keys, stations))
  },
})
