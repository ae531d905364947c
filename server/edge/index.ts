import type { LaptopIdentity } from '../config/config.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { tabletRefusals, type Signing } from '../tablets/index.ts'
import { createForwarder } from './forwarder.ts'
import { reachHeadquarters } from './headquarters.ts'
import { edgeRefusals } from './refusals.ts'
import { gatheredSigning } from './signing.ts'
import { stateRoutes } from './state-routes.ts'
import { gatheredRoutes } from './tablet-routes.ts'

export { pairLaptop } from './pair.ts'

interface Gathering {
  feature: Feature
  signing: Signing
  start(): void
  stop(): Promise<void>
}

/** The part of a laptop at the booths: it gathers what tablets signed and hands it to headquarters, and judges nothing. */
export function gathering(platform: Platform, identity: LaptopIdentity): Gathering {
  const over = new AbortController()
  const headquarters = reachHeadquarters(identity, { clock: platform.clock, over: over.signal })
  const forwarder = createForwarder({ platform, headquarters })
  return {
    feature: {
      routes: async (app) => {
        await app.register(
          gatheredRoutes({ platform, forwarder, headquarters, address: identity.headquarters }),
        )
        await app.register(stateRoutes({ db: platform.db, forwarder, identity }))
      },
      refusals: { ...tabletRefusals, ...edgeRefusals },
    },
    signing: gatheredSigning(platform, forwarder),
    start: () => forwarder.start(),
    stop: () => {
      over.abort()
      return forwarder.stop()
    },
  }
}
