import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { levelRefusals } from './refusals.ts'
import { levelReview } from './review-job.ts'
import { levelRoutes } from './routes.ts'

export { moveAfterReturn, moveUp, takeLevelOfCard } from './changing.ts'
export type { Figures } from './figures.ts'
export { levelNow } from './describing.ts'
export { findLevelAt, findLevelsAt, lockFreeMembers, lockMember, type LevelAt } from './queries.ts'
export { isAbove, levelAfterReturn, levelsAbove, reachedLevel, windowsOf, type Looking } from './reaching.ts'
export { raiseMany } from './raising-many.ts'
export { reviewLevels } from './review-job.ts'
export { nextReviewAt, reviewLevel } from './reviewing.ts'

export const levelsFeature = (platform: Platform): Feature => ({
  routes: levelRoutes(platform),
  refusals: levelRefusals,
  jobs: [levelReview(platform)],
})
