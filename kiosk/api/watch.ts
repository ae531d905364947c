import type { Static } from 'typebox'
import type * as schema from '../../server/watch/schema.ts'
import { read, write } from './route.ts'

export type Watch = schema.Watch
export type WatchSetting = schema.WatchSetting
export type WatchTrial = schema.WatchTrial
export type WatchAlert = schema.WatchAlert
export type WatchSubject = schema.Subject
export type SetWatch = schema.SetWatch
export type DecideWatch = schema.DecideWatch
export type DecideAlert = schema.DecideAlert

export const getWatches = read<Static<typeof schema.Watches>>()('/api/v1/watches')
export const setWatch = write<SetWatch, schema.WatchSet>()('POST', '/api/v1/watches/:code/settings')
export const decideWatch = write<DecideWatch, Static<typeof schema.WatchDecided>>()(
  'POST',
  '/api/v1/watches/:code/decision',
)
export const tryWatch = write<schema.TryWatch, WatchTrial>()('POST', '/api/v1/watches/:code/trial')
export const getWatchAlerts = read<Static<typeof schema.WatchAlerts>>()('/api/v1/watch-alerts')
export const lookInto = write<schema.LookInto, schema.AlertAfter>()(
  'POST',
  '/api/v1/watch-alerts/:id/looked-into',
)
export const decideAlert = write<DecideAlert, schema.AlertAfter>()(
  'POST',
  '/api/v1/watch-alerts/:id/decision',
)
export const liftFreeze = write<Static<typeof schema.LiftFreeze>, schema.AlertAfter>()(
  'POST',
  '/api/v1/watch-alerts/:id/lifted',
)
