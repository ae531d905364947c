import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { KeyService } from '../keys/index.ts'
import type { Db } from '../platform/database.ts'
import { assert, RefusedError } from '../platform/errors.ts'
import { countWrongGuess, hasGuessedTooMuch } from '../platform/guesses.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { findMemberByPhone, normalisePhone } from '../members/index.ts'
import { pairTablet } from './pairing.ts'
import { phoneFilter } from './phone-filter.ts'
import { provision } from './provision.ts'
import { findTablet, noteSeen, type TabletRow } from './queries.ts'
import * as schema from './schema.ts'
import { takeEntries } from './sync.ts'

const GUESSING_LIMIT = { rateLimit: { max: 30, timeWindow: '1 minute' } }
/** Of one address, behind which a whole booth may be. */
const CHECK_LIMIT = { rateLimit: { max: 120, timeWindow: '1 minute' } }
/** Of one tablet in a quarter of an hour, wherever it asks from: more than a team types, fewer than helps to try phones. */
const MOST_CHECKS = 120
const MOST_SYNC_BYTES = 8 * 1024 * 1024
const SIGNED = ['tablet-signature-wrong', 'tablet-revoked'] as const

/** What a tablet asks by itself; each request but pairing is signed with its key. */
export const tabletRoutes =
  (platform: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock } = platform
    // A tablet may be stolen: what it takes along lies sealed in its store, and not in the browser's cache beside it.
    app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'))

    app.post(
      '/tablets',
      {
        schema: {
          summary: 'Become a tablet of a booth with a one-time code',
          body: schema.NewTablet,
          response: { 200: schema.PairedTablet },
        },
        config: {
          access: ['public'],
          refusals: ['tablet-key-invalid', 'pairing-code-wrong', 'tablet-key-taken'],
          ...GUESSING_LIMIT,
        },
      },
      (request) => perform(request, (work) => pairTablet(work, request.body)),
    )

    app.get(
      '/tablets/:tabletId/provision',
      {
        schema: {
          summary: 'All that a tablet needs for days without a network',
          params: schema.TabletParams,
          response: { 200: schema.Provision },
        },
        config: { access: ['tablet'], refusals: SIGNED },
      },
      async (request) => {
        const tablet = await ownTablet(db, request)
        const now = clock.now()
        await noteSeen(db, tablet.id, { seen_at: now })
        return provision(db, keys, { tablet, now })
      },
    )

    app.get(
      '/tablets/:tabletId/phone-filter',
      {
        schema: {
          summary: 'A filter of the phones that members have; with `If-None-Match` 304 while it is the same',
          params: schema.TabletParams,
          response: { 200: schema.PhoneFilter, 304: Type.Null() },
        },
        config: { access: ['tablet'], refusals: [...SIGNED, 'phone-filter-not-ready'] },
      },
      async (request, reply) => {
        await ownTablet(db, request)
        const filter = valueOf(request, await phoneFilter(platform, keys))
        const tag = `"${filter.members}-${Date.parse(filter.builtAt)}"`
        void reply.header('etag', tag)
        if (request.headers['if-none-match'] === tag) return reply.code(304).send(null)
        return filter
      },
    )

    app.post(
      '/tablets/:tabletId/phone-checks',
      {
        schema: {
          summary: 'Whether a member has this phone, while there is a network',
          params: schema.TabletParams,
          body: schema.PhoneCheck,
          response: { 200: schema.PhoneKnown },
        },
        config: {
          access: ['tablet'],
          refusals: [...SIGNED, 'phone-invalid'],
          mayRepeat: true,
          ...CHECK_LIMIT,
        },
      },
      async (request) => {
        const tablet = await ownTablet(db, request)
        const asking = { guesser: `phone-check/tablet:${tablet.id}`, now: clock.now() }
        if (await hasGuessedTooMuch(db, { ...asking, most: MOST_CHECKS }))
          throw new RefusedError({ ok: false, reason: 'too-many-requests' })
        await countWrongGuess(db, asking)
        const phone = valueOf(request, normalisePhone(request.body.phone))
        return { known: (await findMemberByPhone(db, keys, phone)) !== undefined }
      },
    )

    app.post(
      '/tablets/:tabletId/entries',
      {
        bodyLimit: MOST_SYNC_BYTES,
        schema: {
          summary: 'Hand in what was kept without a network, in order; each entry gets its verdict',
          params: schema.TabletParams,
          body: schema.Sync,
          response: { 200: schema.Synced },
        },
        config: { access: ['tablet'], refusals: [...SIGNED, 'tablet-request-stale', 'chain-broken'] },
      },
      async (request) => {
        const tablet = await ownTablet(db, request)
        return valueOf(request, await takeEntries({ platform, keys }, tablet.id, request.body))
      },
    )
  }

/** The tablet that asks, for its own things only. */
async function ownTablet(
  db: Db,
  request: Pick<FastifyRequest, 'actor'> & { params: { tabletId: string } },
): Promise<TabletRow> {
  const { actor, params } = request
  assert(actor.kind === 'tablet', 'the routes let nobody but tablets in')
  if (actor.tabletId !== params.tabletId) throw new RefusedError({ ok: false, reason: 'not-allowed' })
  const tablet = await findTablet(db, actor.tabletId)
  assert(tablet, 'a tablet that signed exists')
  return tablet
}
