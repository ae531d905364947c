import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import type { Stations } from '../stations/index.ts'
import { boothRoutes } from './booth-routes.ts'
import { watchBoothReaders } from './booth-reader.ts'
import { driveRoutes } from './drive-routes.ts'
import { paperRoutes } from './paper-routes.ts'
import { driveRefusals } from './refusals.ts'

export { addDrive } from './drive.ts'
export { allocate } from './allocation.ts'

export function drivesFeature(
  platform: Platform,
  { keys, stations }: { keys: KeyService; stations: Stations },
): Feature {
  watchBoothReaders(platform, keys, stations)
  return {
    refusals: driveRefusals,
    async routes(app) {
      await app.register(driveRoutes(platform))
      await app.register(boothRoutes(platform))
      await app.register(paperRoutes(platform, keys))
    },
  }
}
