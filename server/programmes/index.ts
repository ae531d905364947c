import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { programmeRefusals } from './refusals.ts'
import { programmeRoutes } from './routes.ts'
import { versionRoutes } from './version-routes.ts'

export { addCounter } from './counter.ts'
export { findCounter, findCounters, readAgreements, type CounterRow } from './counter-queries.ts'
export { capLeft, judgeEarning, pointsForReceipt, type CapLeft, type Earned } from './earning.ts'
export { judgeReferral, judgeSharing, pointsForActivity } from './earning-beside.ts'
export { levelInWords, standingInWords } from './level-words.ts'
export { expiryOf, judgeRedemption, lotTerms } from './life-of-points.ts'
export { levelOf, priceReceipt, type Selling, type LineToPrice, type PricedReceipt } from './pricing.ts'
export { addProgramme, rulesAt, versionAt } from './programme.ts'
export { currentProgramme, findProgramme, findVersion } from './queries.ts'
export type { Coupon, Level, LevelWay, Rules, Standing } from './rules-schema.ts'
export { readRules, type StoredRules } from './stored-rules.ts'
export { monthOf, monthsAfterMoment } from './shop-days.ts'
export { draftToTry, TRY_REFUSALS } from './trying.ts'
export { versionsAt, type RulesInForce } from './versions-at.ts'
export { plainYuan, yuan } from './wording.ts'

export const programmesFeature = (platform: Platform): Feature => ({
  async routes(app) {
    await app.register(programmeRoutes(platform))
    await app.register(versionRoutes(platform))
  },
  refusals: programmeRefusals,
})
