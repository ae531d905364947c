import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { KeyService } from '../keys/index.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { describeActivities, endActivity, OPEN_REFUSALS, openActivity } from './activities.ts'
import { CARD_REFUSALS, CHECK_IN_REFUSALS, checkInByCard } from './check-in.ts'
import { chooseByToken, remindersByToken, remindersOf, wantReminders } from './reminder-choice.ts'
import * as schema from './schema.ts'

const MANAGERS = ['administrator', 'programme-manager'] as const
const DESK = [...MANAGERS, 'card-operator'] as const
/** A café's phones share one address. */
const LIMIT = { rateLimit: { max: 60, timeWindow: '1 minute' } }

export const occasionRoutes =
  ({ db, clock }: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/activities',
      {
        schema: {
          summary: 'Activities that give points for coming, newest first',
          response: { 200: schema.Activities },
        },
        config: { access: ['staff'], refusals: [] },
      },
      async () => ({ activities: await describeActivities(db, clock.now()) }),
    )

    app.post(
      '/activities',
      {
        schema: {
          summary: 'Open check-in for an activity of the rules, on some days',
          body: schema.NewActivity,
          response: { 200: schema.ActivityId },
        },
        config: { access: MANAGERS, refusals: OPEN_REFUSALS },
      },
      (request) => perform(request, (work) => openActivity(work, request.body)),
    )

    app.post(
      '/activities/:activityId/close',
      {
        schema: {
          summary: 'End the check-in of an activity',
          params: schema.ActivityId,
          response: { 200: schema.ActivityId },
        },
        config: { access: MANAGERS, refusals: ['activity-unknown'] },
      },
      (request) => perform(request, (work) => endActivity(work, request.params.activityId)),
    )

    app.post(
      '/activities/:activityId/check-ins',
      {
        schema: {
          summary: 'Check a member in by their card, once for each activity',
          params: schema.ActivityId,
          body: schema.NewCheckIn,
          response: { 200: schema.CheckedIn },
        },
        config: {
          access: [...MANAGERS, 'promoter'],
          refusals: [...CARD_REFUSALS, ...CHECK_IN_REFUSALS],
        },
      },
      (request) =>
        perform(request, (work) => checkInByCard(work, keys, { ...request.params, ...request.body })),
    )

    app.post(
      '/members/:memberId/reminders',
      {
        schema: {
          summary: 'Whether a member is told by message before points end, as they wish',
          params: schema.MemberParams,
          body: schema.ReminderChoice,
          response: { 200: schema.ReminderChoice },
        },
        config: { access: DESK, refusals: ['member-unknown'] },
      },
      (request) => perform(request, (work) => wantReminders(work, { ...request.params, ...request.body })),
    )

    app.get(
      '/members/:memberId/reminders',
      {
        schema: {
          summary: 'Whether a member is told by message before points end',
          params: schema.MemberParams,
          response: { 200: schema.ReminderChoice },
        },
        config: { access: DESK, refusals: ['member-unknown'] },
      },
      async (request) => valueOf(request, await remindersOf(db, request.params.memberId)),
    )

    app.post(
      '/reminders/look-up',
      {
        schema: {
          summary: 'What whoever got a reminder wished last',
          body: schema.FindReminders,
          response: { 200: schema.ReminderChoice },
        },
        config: { access: ['public'], refusals: ['reminder-unknown'], ...LIMIT },
      },
      async (request) => valueOf(request, await remindersByToken(db, keys, request.body.token)),
    )

    app.post(
      '/reminders/choice',
      {
        schema: {
          summary: 'Whether whoever got a reminder wants more of them',
          body: schema.ChooseReminders,
          response: { 200: schema.ReminderChoice },
        },
        config: { access: ['public'], refusals: ['reminder-unknown'], ...LIMIT },
      },
      (request) => perform(request, (work) => chooseByToken(work, keys, request.body)),
    )
  }
