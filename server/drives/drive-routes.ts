import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { dayOf } from '../platform/clock.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { refuse } from '../platform/refusal.ts'
import { addBooth, addDay, addDrive, addTeamMember } from './drive.ts'
import { describeDrive, listDrives } from './drive-view.ts'
import { showLiveBoard } from './live-board.ts'
import * as liveSchema from './live-schema.ts'
import * as schema from './schema.ts'

const OFFICE = ['administrator', 'programme-manager'] as const

/** Planning a drive and watching it. */
export const driveRoutes =
  ({ db, clock }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/drives',
      {
        schema: { summary: 'Drives that you may see, latest first', response: { 200: schema.Drives } },
        config: { access: ['staff'], refusals: [] },
      },
      async (request) => ({ drives: await listDrives(db, request.actor) }),
    )

    app.post(
      '/drives',
      {
        schema: {
          summary: 'Plan a drive with days, sources, gifts, booths and team',
          body: schema.NewDrive,
          response: { 200: schema.DriveId },
        },
        config: {
          access: OFFICE,
          refusals: ['drive-day-invalid', 'drive-parts-repeated', 'drive-parts-unknown'],
        },
      },
      (request) => perform(request, (work) => addDrive(work, request.body)),
    )

    app.get(
      '/drives/:driveId',
      {
        schema: { summary: 'One drive', params: schema.DriveParams, response: { 200: schema.Drive } },
        config: { access: ['staff'], refusals: ['drive-unknown', 'not-in-team'] },
      },
      async (request) => valueOf(request, await describeDrive(db, request.actor, request.params.driveId)),
    )

    app.post(
      '/drives/:driveId/days',
      {
        schema: {
          summary: 'Add a day',
          params: schema.DriveParams,
          body: schema.DriveDay,
          response: { 200: schema.DriveId },
        },
        config: { access: OFFICE, refusals: ['drive-unknown', 'drive-day-invalid', 'day-exists'] },
      },
      (request) => perform(request, (work) => addDay(work, request.params.driveId, request.body)),
    )

    app.post(
      '/drives/:driveId/team',
      {
        schema: {
          summary: 'Add somebody to the team',
          params: schema.DriveParams,
          body: schema.NewTeamMember,
          response: { 200: schema.DriveId },
        },
        config: { access: OFFICE, refusals: ['drive-unknown', 'drive-parts-unknown'] },
      },
      (request) =>
        perform(request, (work) => addTeamMember(work, request.params.driveId, request.body.staffId)),
    )

    app.post(
      '/drives/:driveId/booths',
      {
        schema: {
          summary: 'Add a booth',
          params: schema.DriveParams,
          body: schema.NewBooth,
          response: { 200: schema.BoothId },
        },
        config: { access: OFFICE, refusals: ['drive-unknown', 'drive-parts-unknown', 'place-has-booth'] },
      },
      (request) => perform(request, (work) => addBooth(work, request.params.driveId, request.body)),
    )

    app.get(
      '/drives/:driveId/live',
      {
        schema: {
          summary: 'A drive’s day as it stands: hours, sources, booths, stock',
          params: schema.DriveParams,
          querystring: schema.DayQuery,
          response: { 200: liveSchema.DriveLive },
        },
        config: { access: ['staff'], refusals: ['drive-unknown', 'not-in-team'] },
      },
      async (request) => {
        const { driveId } = request.params
        const now = clock.now()
        valueOf(request, await describeDrive(db, request.actor, driveId))
        const board = await showLiveBoard(db, driveId, { day: request.query.day ?? dayOf(now), now })
        return board ?? valueOf(request, refuse('drive-unknown'))
      },
    )
  }
