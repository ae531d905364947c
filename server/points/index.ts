import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { yearsAhead } from './archiving.ts'
import { correctionRoutes } from './correction-routes.ts'
import { duePoints } from './due.ts'
import { pointsRefusals } from './refusals.ts'
import { pointsRoutes } from './routes.ts'

export { archiveYear, type ArchiveRefusal } from './archiving.ts'
export { settleDuePoints } from './due.ts'
export { holdPointsEach, membersWithPoints } from './holding-together.ts'
export { earnMany } from './earning-many.ts'
export { limitOf } from './correcting.ts'
export { closeBooks, newMembersBook, openFreeBooks, type Book } from './book.ts'
export { earnPoints, enterEarning, holdPoints, settlePoints, voidPoints, type Earning } from './ledger.ts'
export { membersWithPointsEnding, pointsEnding } from './lot-queries.ts'
export { isExpired, least, piecesLeft, sumOf, takeFromFront, type Lot, type Piece } from './lots.ts'
export { shapeOf } from './masking.ts'
export { aheadOf, balanceOf, balancesOf, checkLedger, historyOf } from './reading.ts'
export { takeBackPoints } from './taking-back.ts'

export const pointsFeature = (platform: Platform): Feature => ({
  routes: async (app) => {
    await app.register(pointsRoutes(platform))
    await app.register(correctionRoutes(platform))
  },
  refusals: pointsRefusals,
  jobs: [duePoints(platform), yearsAhead(platform)],
})
