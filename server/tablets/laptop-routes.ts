import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { findDrive } from '../drives/index.ts'
import type { KeyService } from '../keys/index.ts'
import { pairingCode } from '../pairing/index.ts'
import type { Actor } from '../platform/actor.ts'
import { assert, RefusedError } from '../platform/errors.ts'
import { commandId, perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { refuse } from '../platform/refusal.ts'
import { takeForwarded } from './forwarding.ts'
import { listLaptops } from './laptop-queries.ts'
import * as schema from './laptop-schema.ts'
import { checkIn, offerLaptop, pairLaptop, revokeLaptop } from './laptops.ts'
import { TabletCode } from './schema.ts'

const OFFICE = ['administrator', 'programme-manager'] as const
const GUESSING_LIMIT = { rateLimit: { max: 30, timeWindow: '1 minute' } }
const MOST_FORWARDED_BYTES = 16 * 1024 * 1024
const SIGNED = ['laptop-signature-wrong', 'laptop-revoked', 'laptop-request-stale'] as const

/** Laptops of booths: how the office pairs and revokes them, and what they ask by themselves, signed with their key. */
export const laptopRoutes =
  (platform: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db } = platform
    app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'))

    app.post(
      '/drives/:driveId/laptop-codes',
      {
        schema: {
          summary: 'Make a one-time code for a laptop that gathers the tablets of this drive’s booths',
          params: schema.DriveParams,
          response: { 200: TabletCode },
        },
        config: { access: OFFICE, refusals: ['drive-unknown'] },
      },
      async (request) => {
        const offered = await perform(request, (work) => offerLaptop(work, keys, request.params.driveId))
        return { ...offered, code: pairingCode(keys, commandId(request)) }
      },
    )

    app.get(
      '/drives/:driveId/laptops',
      {
        schema: {
          summary: 'The laptops that gather a drive’s tablets, and what they keep',
          params: schema.DriveParams,
          response: { 200: schema.Laptops },
        },
        config: { access: OFFICE, refusals: ['drive-unknown'] },
      },
      async (request) => {
        const { driveId } = request.params
        if (!(await findDrive(db, driveId))) return valueOf(request, refuse('drive-unknown'))
        return { laptops: await listLaptops(db, driveId) }
      },
    )

    app.post(
      '/laptops/:laptopId/revoke',
      {
        schema: {
          summary: 'Revoke a laptop for good: nothing comes in through it any more',
          params: schema.LaptopParams,
          response: { 200: schema.LaptopId },
        },
        config: { access: OFFICE, refusals: ['laptop-unknown'] },
      },
      (request) => perform(request, (work) => revokeLaptop(work, request.params.laptopId)),
    )

    app.post(
      '/laptops',
      {
        schema: {
          summary: 'Become the laptop of a drive’s booths with a one-time code',
          body: schema.NewLaptop,
          response: { 200: schema.PairedLaptop },
        },
        config: {
          access: ['public'],
          refusals: ['laptop-key-invalid', 'pairing-code-wrong', 'laptop-key-taken'],
          ...GUESSING_LIMIT,
        },
      },
      (request) => perform(request, (work) => pairLaptop(work, request.body)),
    )

    app.post(
      '/laptops/:laptopId/check-ins',
      {
        schema: {
          summary: 'Say what this laptop keeps, and hear which tablets there are',
          params: schema.LaptopParams,
          body: schema.CheckIn,
          response: { 200: schema.Roster },
        },
        config: { access: ['laptop'], refusals: SIGNED },
      },
      async (request) =>
        valueOf(request, await checkIn(platform, keys, { laptop: ownLaptop(request), said: request.body })),
    )

    app.post(
      '/laptops/:laptopId/entries',
      {
        bodyLimit: MOST_FORWARDED_BYTES,
        schema: {
          summary: 'Hand in what a tablet gave this laptop, in order; each entry gets its verdict',
          params: schema.LaptopParams,
          body: schema.Forwarding,
          response: { 200: schema.Forwarded },
        },
        config: { access: ['laptop'], refusals: [...SIGNED, 'tablet-unknown', 'chain-broken'] },
      },
      async (request) =>
        valueOf(request, await takeForwarded({ platform, keys }, ownLaptop(request), request.body)),
    )
  }

/** The laptop that asks, in its own name only. */
function ownLaptop({
  actor,
  params,
}: Pick<FastifyRequest, 'actor'> & { params: { laptopId: string } }): Extract<Actor, { kind: 'laptop' }> {
  assert(actor.kind === 'laptop', 'the routes let nobody but laptops in')
  if (actor.laptopId !== params.laptopId) throw new RefusedError({ ok: false, reason: 'not-allowed' })
  return actor
}
