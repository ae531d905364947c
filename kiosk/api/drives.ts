import type { Static } from 'typebox'
import type * as schema from '../../server/drives/schema.ts'
import { read, write } from './route.ts'

export type Drive = schema.Drive
export type Booth = schema.Booth
export type NewDrive = Static<typeof schema.NewDrive>
export type NewAllocation = Static<typeof schema.NewAllocation>
export type DriveLive = Static<typeof schema.DriveLive>
export type BoothCount = Static<typeof schema.BoothCount>
export type CountSheet = Static<typeof schema.CountSheet>

export const getDrives = read<Static<typeof schema.Drives>>()('/api/v1/drives')
export const getDrive = read<Drive>()('/api/v1/drives/:driveId')
export const getDriveLive = read<DriveLive>()('/api/v1/drives/:driveId/live')
export const planDrive = write<NewDrive, Static<typeof schema.DriveId>>()('POST', '/api/v1/drives')
export const addToTeam = write<Static<typeof schema.NewTeamMember>, Static<typeof schema.DriveId>>()(
  'POST',
  '/api/v1/drives/:driveId/team',
)
export const addDay = write<Static<typeof schema.DriveDay>, Static<typeof schema.DriveId>>()(
  'POST',
  '/api/v1/drives/:driveId/days',
)
export const setBoothReader = write<Static<typeof schema.BoothReader>, Static<typeof schema.BoothId>>()(
  'POST',
  '/api/v1/booths/:boothId/reader',
)
export const stockBooth = write<NewAllocation, schema.BoothStock>()(
  'POST',
  '/api/v1/booths/:boothId/allocations',
)
export const getCountSheet = read<CountSheet>()('/api/v1/booths/:boothId/count-sheet')
export const getCount = read<BoothCount>()('/api/v1/booth-counts/:countId')
export const signCount = write<undefined, Static<typeof schema.CountId>>()(
  'POST',
  '/api/v1/booth-counts/:countId/sign',
)
