import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { referralRefusals } from './refusals.ts'
import { referralRoutes } from './routes.ts'

export { findIntroducer, noteIntroduction, referralCode } from './introducing.ts'
export { membersToPayFor, payReferral, takeReferralBack } from './paying.ts'

export const referralsFeature = (platform: Platform): Feature => ({
  routes: referralRoutes(platform),
  refusals: referralRefusals,
})
