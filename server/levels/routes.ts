import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { UNDO_REFUSALS, undoChange } from './changing.ts'
import { describeLevel, describeWaiting } from './describing.ts'
import { APPROVE_REFUSALS, approveGift, GIVE_REFUSALS, giveLevel, refuseGift } from './giving.ts'
import * as schema from './schema.ts'

const MANAGERS = ['administrator', 'programme-manager'] as const

export const levelRoutes =
  ({ db, clock }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/members/:memberId/level',
      {
        schema: {
          summary: "A member's level, the way to the next one, and all its changes",
          params: schema.MemberParams,
          response: { 200: schema.MemberLevel },
        },
        config: { access: [...MANAGERS, 'auditor'], refusals: ['member-unknown'] },
      },
      async (request) =>
        valueOf(request, await describeLevel(db, { memberId: request.params.memberId, now: clock.now() })),
    )

    app.post(
      '/members/:memberId/level',
      {
        schema: {
          summary:
            'Give a member a higher level with a reason; above the own limit it waits for a second person',
          params: schema.MemberParams,
          body: schema.GiveLevel,
          response: { 200: schema.GivenLevel },
        },
        config: { access: MANAGERS, refusals: GIVE_REFUSALS },
      },
      (request) => perform(request, (work) => giveLevel(work, { ...request.params, ...request.body })),
    )

    app.get(
      '/level-gifts',
      {
        schema: {
          summary: 'Levels that wait for a second person, of all members',
          response: { 200: schema.WaitingGifts },
        },
        config: { access: MANAGERS, refusals: [] },
      },
      () => describeWaiting(db, clock.now()),
    )

    app.post(
      '/level-gifts/:id/approve',
      {
        schema: {
          summary: 'Give a level that somebody else asked for',
          params: schema.GiftParams,
          body: schema.ApproveGift,
          response: { 200: schema.Changed },
        },
        config: { access: MANAGERS, refusals: APPROVE_REFUSALS },
      },
      (request) => perform(request, (work) => approveGift(work, { ...request.body, ...request.params })),
    )

    app.post(
      '/level-gifts/:id/refuse',
      {
        schema: {
          summary: 'Refuse to give a level that waits, with a reason',
          params: schema.GiftParams,
          body: schema.RefuseGift,
          response: { 200: schema.RefusedGift },
        },
        config: { access: MANAGERS, refusals: ['level-gift-unknown', 'level-gift-decided'] },
      },
      (request) => perform(request, (work) => refuseGift(work, { ...request.body, ...request.params })),
    )

    app.post(
      '/members/:memberId/level-changes/:changeId/undo',
      {
        schema: {
          summary: 'Take the latest change of a level back by a new one',
          params: schema.ChangeParams,
          body: schema.UndoChange,
          response: { 200: schema.Changed },
        },
        config: { access: MANAGERS, refusals: UNDO_REFUSALS },
      },
      (request) => perform(request, (work) => undoChange(work, { ...request.params, ...request.body })),
    )
  }
