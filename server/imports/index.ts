import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { importForgetting } from './forgetting.ts'
import { importRefusals } from './refusals.ts'
import { importRoutes } from './routes.ts'
import { importing } from './working.ts'

export interface ImportNeeds {
  keys: KeyService
  /** of one file */
  mostBytes: number
}

export const importsFeature = (platform: Platform, { keys, mostBytes }: ImportNeeds): Feature => ({
  routes: importRoutes(platform, { keys, mostBytes }),
  refusals: importRefusals,
  jobs: [importing({ ...platform, keys }), importForgetting(platform)],
})
