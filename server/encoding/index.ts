import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { createEncoder, type EncoderNeeds } from './encoder.ts'
import { labelRoutes } from './label-routes.ts'
import { encodingRefusals } from './refusals.ts'
import { watchForOldKeys } from './rekeying.ts'
import { encodingRoutes } from './routes.ts'
import { readSilentCard } from './silent-card.ts'
import { watchVerifyingReaders } from './verifying-reader.ts'

export { DESFIRE_APPLICATION } from './chips/desfire.ts'
export { findRun, hasOpenRun } from './queries.ts'
export { deviceWork } from './device-work.ts'
export { readSilentCard } from './silent-card.ts'

export function encodingFeature(platform: Platform, needs: Omit<EncoderNeeds, 'platform'>): Feature {
  watchVerifyingReaders(platform, needs.keys, needs.stations)
  watchForOldKeys(platform, needs.keys, needs.stations)
  needs.stations.readSilentCards((at) => readSilentCard({ db: platform.db, ...needs }, at))
  return {
    async routes(app) {
      await app.register(
        encodingRoutes(platform, {
          encoder: createEncoder({ platform, ...needs }),
          isSimulated: needs.isSimulated,
        }),
      )
      await app.register(labelRoutes(platform))
    },
    refusals: encodingRefusals,
  }
}
