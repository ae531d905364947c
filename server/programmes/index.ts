import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { programmeRefusals } from './refusals.ts'
import { programmeRoutes } from './routes.ts'

export { addCounter } from './counter.ts'
export { pointsForReceipt, pointsInWords } from './earning.ts'
export { levelOf, priceReceipt, type PricedReceipt } from './pricing.ts'
export { addProgramme, rulesAt } from './programme.ts'
export { currentProgramme, findCounter, findProgramme, versionAt, type RulesInForce } from './queries.ts'

export const programmesFeature = (platform: Platform): Feature => ({
  routes: programmeRoutes(platform),
  refusals: programmeRefusals,
})
