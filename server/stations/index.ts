import type { Feature } from '../platform/http/feature.ts'
import { pairingRefusals } from '../pairing/index.ts'
import type { Platform } from '../platform/platform.ts'
import { stationRefusals } from './refusals.ts'
import { stationRoutes, type StationNeeds } from './routes.ts'

export { endHold, holdDevice, isHeld } from './holds.ts'
export { pairStation, showToken } from './pairing.ts'
export { findStation } from './queries.ts'
export { STATION_OF_THE_START } from './name.ts'
export type { DeviceWork, Station } from './schema.ts'
export { receiptLines } from './receipt-lines.ts'
export { authenticateStation } from './routes.ts'
export type { PresentCard } from './linked.ts'
export { createStations, type Stations } from './stations.ts'
export type { SilentCard } from './station-events.ts'

export const stationsFeature = (platform: Platform, needs: StationNeeds): Feature => ({
  routes: stationRoutes(platform, needs),
  refusals: { ...pairingRefusals, ...stationRefusals },
})
