import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { pointsRefusals } from './refusals.ts'
import { pointsRoutes } from './routes.ts'

export { earnPoints, holdPoints, settlePoints, takeBackPoints, voidPoints } from './ledger.ts'
export { balanceOf, checkLedger, historyOf } from './reading.ts'

export const pointsFeature = (platform: Platform): Feature => ({
  routes: pointsRoutes(platform),
  refusals: pointsRefusals,
})
