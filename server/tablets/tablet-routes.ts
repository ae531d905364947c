import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { KeyService } from '../keys/index.ts'
import { RefusedError } from '../platform/errors.ts'
import { countWrongGuess, hasGuessedTooMuch } from '../platform/guesses.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { findMemberByPhone, normalisePhone } from '../members/index.ts'
import { officeWord } from './office-word.ts'
import { ownTablet } from './own-tablet.ts'
import { pairTablet } from './pairing.ts'
import { phoneFilter } from './phone-filter.ts'
import { provision } from './provision.ts'
import { noteSeen, tabletById } from './queries.ts'
import { takeEntries } from './sync.ts'
import { tabletContract } from './tablet-contract.ts'

/** Of one tablet in a quarter of an hour, wherever it asks from: more than a team types, fewer than helps to try phones. */
const MOST_CHECKS = 120

/** What a tablet asks by itself; each request but pairing is signed with its key. */
export const tabletRoutes =
  (platform: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock } = platform
    // A tablet may be stolen: what it takes along lies sealed in its store, and not in the browser's cache beside it.
    app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'))

    app.post('/tablets', tabletContract.pairing, (request) =>
      perform(request, (work) => pairTablet(work, request.body)),
    )

    app.get('/tablets/:tabletId/provision', tabletContract.provision, async (request) => {
      const tablet = await tabletById(db, ownTablet(request))
      const now = clock.now()
      await noteSeen(db, tablet.id, { seen_at: now })
      return provision(db, keys, { tablet, now })
    })

    app.get('/tablets/:tabletId/phone-filter', tabletContract.phoneFilter, async (request, reply) => {
      ownTablet(request)
      const filter = valueOf(request, await phoneFilter(platform, keys))
      const tag = `"${filter.members}-${Date.parse(filter.builtAt)}"`
      void reply.header('etag', tag)
      if (request.headers['if-none-match'] === tag) return reply.code(304).send(null)
      return filter
    })

    app.post('/tablets/:tabletId/phone-checks', tabletContract.phoneCheck, async (request) => {
      const asking = { guesser: `phone-check/tablet:${ownTablet(request)}`, now: clock.now() }
      if (await hasGuessedTooMuch(db, { ...asking, most: MOST_CHECKS }))
        throw new RefusedError({ ok: false, reason: 'too-many-requests' })
      await countWrongGuess(db, asking)
      const phone = valueOf(request, normalisePhone(request.body.phone))
      return { known: (await findMemberByPhone(db, keys, phone)) !== undefined }
    })

    app.post('/tablets/:tabletId/office-word', tabletContract.officeWord, (request) =>
      officeWord(db, ownTablet(request), request.body),
    )

    app.post('/tablets/:tabletId/entries', tabletContract.entries, async (request) =>
      valueOf(request, await takeEntries({ platform, keys }, ownTablet(request), request.body)),
    )
  }
