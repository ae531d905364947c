import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { openForgetting } from './forgetting.ts'
import { sharingRefusals } from './refusals.ts'
import { sharingRoutes } from './routes.ts'
import './table.ts'

export { markOwnBrowser } from './routes.ts'
export { invitationIn, ownMark } from './sharing.ts'

export const sharingFeature = (platform: Platform, keys: KeyService): Feature => ({
  routes: sharingRoutes(keys),
  refusals: sharingRefusals,
  jobs: [openForgetting(platform)],
})
