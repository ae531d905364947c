import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { createEncoder, type EncoderNeeds } from './encoder.ts'
import { encodingRefusals } from './refusals.ts'
import { encodingRoutes } from './routes.ts'

export const encodingFeature = (platform: Platform, needs: Omit<EncoderNeeds, 'platform'>): Feature => ({
  routes: encodingRoutes(platform, {
    encoder: createEncoder({ platform, ...needs }),
    isSimulated: needs.isSimulated,
  }),
  refusals: encodingRefusals,
})
