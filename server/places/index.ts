import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { placeRefusals } from './refusals.ts'
import { placeRoutes } from './routes.ts'

export { addPlace } from './place.ts'
export { listPlaces } from './queries.ts'

export const placesFeature = (platform: Platform): Feature => ({
  routes: placeRoutes(platform),
  refusals: placeRefusals,
})
