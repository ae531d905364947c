import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { duePoints } from './due.ts'
import { pointsRefusals } from './refusals.ts'
import { pointsRoutes } from './routes.ts'

export { settleDuePoints } from './due.ts'
export { earnPoints, holdPoints, settlePoints, voidPoints } from './ledger.ts'
export { aheadOf, balanceOf, checkLedger, historyOf } from './reading.ts'
export { takeBackPoints, type TakenBack } from './taking-back.ts'

export const pointsFeature = (platform: Platform): Feature => ({
  routes: pointsRoutes(platform),
  refusals: pointsRefusals,
  jobs: [duePoints(platform)],
})
