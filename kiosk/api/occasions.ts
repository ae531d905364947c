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
export type ReminderChoice = schema.ReminderChoice
export const getReminders = read<ReminderChoice>()('/api/v1/members/:memberId/reminders')
export const setReminders = write<ReminderChoice, ReminderChoice>()(
  'POST',
  '/api/v1/members/:memberId/reminders',
)
export const findReminders = write<schema.FindReminders, ReminderChoice>()(
  'POST',
  '/api/v1/reminders/look-up',
)
export const chooseReminders = write<schema.ChooseReminders, ReminderChoice>()(
  'POST',
  '/api/v1/reminders/choice',
)
