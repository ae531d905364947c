import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Stations } from '../stations/index.ts'
import type { Platform } from '../platform/platform.ts'
import { boothRoutes } from './booth-routes.ts'
import { driveRoutes } from './drive-routes.ts'
import { formRoutes } from './form-routes.ts'
import { movementRoutes } from './movement-routes.ts'
import { planRoutes } from './plan-routes.ts'
import { paperRoutes } from './paper-routes.ts'
import { redemptionRoutes } from './redemption-routes.ts'
import { resultsRoutes } from './results-routes.ts'
import { driveRefusals } from './refusals.ts'

export { maySeeDrive } from './access.ts'
export { addDrive } from './drive.ts'
export { bookGiftChange } from './gift-change.ts'
export { bookHandover } from './handover.ts'
export { isKeptFromLevel } from './gift-rule.ts'
export { driveEnd } from './drive-end.ts'
export { findCountOfDay } from './booth-count-queries.ts'
export { findBooth, lockBooth, type BoothRow } from './booth-queries.ts'
export { watchBoothReaders } from './booth-reader.ts'
export { seeCard, type CardInHand } from './card-shown.ts'
export { findDay, findDrive, isInTeam } from './drive-queries.ts'
export { giveLateCard, LATE_CARD_REFUSALS } from './late-card.ts'
export { enrolLate } from './late-enrolment.ts'
export { noteLateGoods } from './late-goods.ts'
export { closeLateShift, lateShift, openLateShift } from './late-shift.ts'
export { findReading } from './reading-queries.ts'
export type { DriveTable } from './table.ts'
export { boothDesk } from './tablet-desk.ts'

export const drivesFeature = (platform: Platform, keys: KeyService, stations: Stations): Feature => ({
  refusals: driveRefusals,
  async routes(app) {
    await app.register(driveRoutes(platform))
    await app.register(boothRoutes(platform))
    await app.register(planRoutes(platform))
    await app.register(resultsRoutes(platform))
    await app.register(formRoutes(platform, keys))
    await app.register(movementRoutes(platform, keys))
    await app.register(redemptionRoutes(keys))
    await app.register(paperRoutes(platform, keys, stations))
  },
})
