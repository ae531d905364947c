import type { Feature } from '../platform/http/feature.ts'
import { aboutRoutes, type AboutConfig } from './routes.ts'

export type { SamplePerson } from './schema.ts'

export const aboutFeature = (config: AboutConfig): Feature => ({ routes: aboutRoutes(config), refusals: {} })
