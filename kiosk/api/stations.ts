import type { Static } from 'typebox'
import type * as schema from '../../server/stations/schema.ts'
import { read, write } from './route.ts'

export type Station = schema.LiveStation
export type DeviceWork = schema.DeviceWork
export type StationDevice = schema.StationDevice
export type SimulateAction = schema.Simulate['action']
export type DrawerCard = Static<typeof schema.DrawerCard>

export const getStations = read<Static<typeof schema.Stations>>()('/api/v1/stations')
export const newStationCode = write<
  Static<typeof schema.NewPairingCode>,
  Static<typeof schema.PairingCode>
>()('POST', '/api/v1/stations/pairing-codes')
export const approveStation = write<Static<typeof schema.ApproveStation>, schema.Station>()(
  'POST',
  '/api/v1/stations/:stationId/approve',
)
export const revokeStation = write<undefined, schema.Station>()('POST', '/api/v1/stations/:stationId/revoke')
export const getDrawer = read<Static<typeof schema.Drawer>>()('/api/v1/stations/:stationId/drawer')
export const simulate = write<schema.Simulate, Static<typeof schema.Drawer>>()(
  'POST',
  '/api/v1/stations/:stationId/simulate',
)
