import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { findDrive, LATE_CARD_REFUSALS } from '../drives/index.ts'
import type { KeyService } from '../keys/index.ts'
import { pairingCode } from '../pairing/index.ts'
import { RefusedError } from '../platform/errors.ts'
import { commandId, perform, valueOf } from '../platform/http/perform.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { refuse } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import { isOnlyPerson } from '../staff/index.ts'
import { writeReport } from './conflict-report.ts'
import { dropHeld, judgeHeld, takeQueue } from './held.ts'
import { completePerson, COMPLETE_REFUSALS, lookAtPerson } from './kept-people.ts'
import { giveCard, handCards, markConflict, revokeTablet } from './office.ts'
import { listConflicts, listHeld, listTablets } from './office-queries.ts'
import * as office from './office-schema.ts'
import { offerTablet } from './pairing.ts'
import { findTablet } from './queries.ts'
import * as schema from './schema.ts'

const OFFICE = ['administrator', 'programme-manager'] as const
const MOST_QUEUE_BYTES = 16 * 1024 * 1024

/** Tablets as the office sees them: pairing, what came of their entries, revoking, queues saved as files. */
export const officeRoutes =
  (platform: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db } = platform
    app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'))

    app.post(
      '/booths/:boothId/tablet-codes',
      {
        schema: {
          summary: 'Make a one-time code that makes a browser a tablet of this booth',
          params: office.BoothParams,
          response: { 200: schema.TabletCode },
        },
        config: { access: OFFICE, refusals: ['booth-unknown'] },
      },
      async (request) => {
        const offered = await perform(request, (work) => offerTablet(work, keys, request.params.boothId))
        return { ...offered, code: pairingCode(keys, commandId(request)) }
      },
    )

    app.get(
      '/drives/:driveId/tablets',
      {
        schema: {
          summary: 'A drive’s tablets',
          params: office.DriveParams,
          response: { 200: office.Tablets },
        },
        config: { access: OFFICE, refusals: ['drive-unknown'] },
      },
      async (request) => {
        const { driveId } = request.params
        if (!(await findDrive(db, driveId))) return valueOf(request, refuse('drive-unknown'))
        return { tablets: await listTablets(db, { driveId }) }
      },
    )

    app.get(
      '/tablets/:tabletId',
      {
        schema: { summary: 'One tablet', params: schema.TabletParams, response: { 200: office.OneTablet } },
        config: { access: OFFICE, refusals: ['tablet-unknown'] },
      },
      async (request) => {
        const [tablet] = await listTablets(db, { tabletId: request.params.tabletId })
        if (!tablet) return valueOf(request, refuse('tablet-unknown'))
        return { ...tablet, isAlone: await isOnlyPerson(db) }
      },
    )

    app.post(
      '/tablets/:tabletId/revoke',
      {
        schema: {
          summary: 'Revoke a tablet for good: nothing of it is taken any more',
          params: schema.TabletParams,
          response: { 200: office.TabletId },
        },
        config: { access: OFFICE, refusals: ['tablet-unknown'] },
      },
      (request) => perform(request, (work) => revokeTablet(work, request.params.tabletId)),
    )

    app.post(
      '/tablets/:tabletId/cards',
      {
        schema: {
          summary: 'Note cards that were handed to a tablet, or taken back from it',
          params: schema.TabletParams,
          body: office.CardsHanded,
          response: { 200: office.TabletId },
        },
        config: {
          access: OFFICE,
          refusals: ['tablet-unknown', 'no-cards-named', 'fewer-cards-handed'],
        },
      },
      (request) =>
        perform(request, (work) =>
          handCards(work, { tabletId: request.params.tabletId, quantity: request.body.quantity }),
        ),
    )

    app.get(
      '/tablets/:tabletId/held',
      {
        schema: {
          summary: 'Texts of a tablet that wait for a person, then those that were settled',
          params: schema.TabletParams,
          response: { 200: office.HeldTexts },
        },
        config: { access: OFFICE, refusals: ['tablet-unknown'] },
      },
      async (request) => {
        const { tabletId } = request.params
        if (!(await findTablet(db, tabletId))) return valueOf(request, refuse('tablet-unknown'))
        return { held: await listHeld(db, tabletId) }
      },
    )

    app.post(
      '/tablets/:tabletId/queues',
      {
        bodyLimit: MOST_QUEUE_BYTES,
        schema: {
          summary: 'Hand in a queue that a tablet has saved as a file; it waits to be judged',
          params: schema.TabletParams,
          body: office.Queue,
          response: { 200: office.QueueTaken },
        },
        config: { access: OFFICE, refusals: ['tablet-unknown', 'queue-of-another'] },
      },
      (request) =>
        perform(request, (work) =>
          takeQueue(work, keys, { tabletId: request.params.tabletId, queue: request.body }),
        ),
    )

    app.post(
      '/tablets/:tabletId/held/judge',
      {
        schema: {
          summary: 'Judge held texts as if they had just come, a hundred at a time',
          params: schema.TabletParams,
          body: office.JudgeHeld,
          response: { 200: office.HeldJudged },
        },
        config: { access: OFFICE, refusals: ['tablet-unknown'] },
      },
      (request) =>
        perform(request, (work) =>
          judgeHeld(
            work,
            { keys, contentHash: (content) => platform.contentHash(content) },
            { tabletId: request.params.tabletId, heldIds: request.body.heldIds },
          ),
        ),
    )

    app.post(
      '/tablets/:tabletId/held/:heldId/drop',
      {
        schema: {
          summary: 'Put a held text away without judging it',
          params: office.HeldParams,
          response: { 200: office.TabletId },
        },
        config: { access: OFFICE, refusals: ['tablet-unknown', 'held-unknown'] },
      },
      (request) => perform(request, (work) => dropHeld(work, request.params)),
    )

    app.get(
      '/drives/:driveId/tablet-conflicts',
      {
        schema: {
          summary: 'What a drive’s tablets met, what was done about it, and what is left to do',
          params: office.DriveParams,
          response: { 200: office.Conflicts },
        },
        config: { access: OFFICE, refusals: ['drive-unknown'] },
      },
      async (request) => {
        const { driveId } = request.params
        if (!(await findDrive(db, driveId))) return valueOf(request, refuse('drive-unknown'))
        return listConflicts(db, driveId)
      },
    )

    app.get(
      '/drives/:driveId/tablet-conflicts.csv',
      {
        schema: {
          summary: 'The conflict report as a spreadsheet',
          params: office.DriveParams,
          querystring: office.Languages,
          produces: ['text/csv'],
          response: { 200: office.Csv },
        },
        config: { access: OFFICE, refusals: ['drive-unknown'] },
      },
      async (request, reply) => {
        const { language } = request.query
        const { driveId } = request.params
        if (!(await findDrive(db, driveId))) return valueOf(request, refuse('drive-unknown'))
        void reply.header('content-disposition', 'attachment; filename="tablet-conflicts.csv"')
        void reply.type('text/csv; charset=utf-8')
        return writeReport(db, driveId, language)
      },
    )

    for (const [path, isDone] of [
      ['done', true],
      ['undone', false],
    ] as const)
      app.post(
        `/tablet-conflicts/:conflictId/${path}`,
        {
          schema: {
            summary: `Mark what a conflict left to do as ${path}`,
            params: office.ConflictParams,
            response: { 200: office.ConflictId },
          },
          config: { access: OFFICE, refusals: ['conflict-unknown', 'nothing-to-do'] },
        },
        (request) => perform(request, (work) => markConflict(work, request.params.conflictId, isDone)),
      )

    app.post(
      '/tablet-conflicts/:conflictId/card',
      {
        schema: {
          summary: 'Give a card to somebody whose own could not be given',
          params: office.ConflictParams,
          body: office.GiveCard,
          response: { 200: office.CardGiven },
        },
        config: { access: OFFICE, refusals: ['conflict-unknown', 'nothing-to-do', ...LATE_CARD_REFUSALS] },
      },
      (request) =>
        perform(request, (work) =>
          giveCard(work, keys, { conflictId: request.params.conflictId, card: request.body.card }),
        ),
    )

    app.get(
      '/tablet-people/:personId',
      {
        schema: {
          summary: 'Somebody whose form could not make a member; each look is written down',
          params: office.PersonParams,
          response: { 200: office.KeptPerson },
        },
        config: { access: OFFICE, refusals: ['person-unknown'] },
      },
      async (request) => {
        const { actor, params } = request
        const looked = await inTransaction(db, (tx) =>
          lookAtPerson({ tx, now: platform.clock.now(), id: newId(), actor }, keys, params.personId),
        )
        if (!looked.ok) throw new RefusedError(looked)
        return looked.value
      },
    )

    app.post(
      '/tablet-people/:personId/complete',
      {
        schema: {
          summary: 'Enrol somebody whose form is right now, as of when they stood at the booth',
          params: office.PersonParams,
          body: office.CompletePerson,
          response: { 200: office.Completed },
        },
        config: { access: OFFICE, refusals: COMPLETE_REFUSALS },
      },
      (request) =>
        perform(request, (work) =>
          completePerson(work, keys, { personId: request.params.personId, corrected: request.body }),
        ),
    )
  }
