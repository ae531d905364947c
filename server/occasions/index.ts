import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { birthdayPoints } from './birthdays.ts'
import { occasionRefusals } from './refusals.ts'
import { expiryReminders } from './reminding.ts'
import { occasionRoutes } from './routes.ts'

export { activitiesFor } from './activities.ts'
export { CHECK_IN_REFUSALS, checkIn } from './check-in.ts'

export const occasionsFeature = (
  platform: Platform,
  { keys, publicUrl }: { keys: KeyService; publicUrl: string },
): Feature => ({
  routes: occasionRoutes(platform, keys),
  refusals: occasionRefusals,
  jobs: [birthdayPoints(platform, keys), expiryReminders({ ...platform, keys, publicUrl })],
})
