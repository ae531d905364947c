import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import { tapRoutes } from './routes.ts'

export const tapsFeature = (keys: KeyService): Feature => ({ routes: tapRoutes(keys), refusals: {} })
