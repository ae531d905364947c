import type { Static } from 'typebox'
import type * as schema from '../../server/occasions/schema.ts'
import { read, write } from './route.ts'

export type Activity = schema.Activity
export type NewActivity = schema.NewActivity
export type NewCheckIn = schema.NewCheckIn

type Activities = Static<typeof schema.Activities>
type ActivityId = Static<typeof schema.ActivityId>

export const getActivities = read<Activities>()('/api/v1/activities')
export const openActivity = write<NewActivity, ActivityId>()('POST', '/api/v1/activities')
export const closeActivity = write<undefined, ActivityId>()('POST', '/api/v1/activities/:activityId/close')
export const checkIn = write<NewCheckIn, schema.CheckedIn>()(
  'POST',
  '/api/v1/activities/:activityId/check-ins',
)
