import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { NAME_REFUSALS } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { PICTURE_REFUSALS, readPicture } from '../pictures/index.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { Bytes } from '../platform/schema.ts'
import { inTransaction } from '../platform/transaction.ts'
import { nameCardFor } from './for-card.ts'
import { forgetPicture, keepPicture, lookAtPicture } from './pictures.ts'
import * as schema from './schema.ts'

const OFFICE = ['administrator', 'programme-manager'] as const
const UPLOAD_BYTES = 20_000_000

/** Photos and signatures of members, and the cards that show them. */
export const memberPictureRoutes =
  ({ db, clock }: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/members/:memberId/pictures/:kind',
      {
        bodyLimit: UPLOAD_BYTES,
        schema: {
          summary: 'Keep a member’s photo or signature, in place of an earlier one',
          params: schema.PictureParams,
          body: schema.NewPicture,
          response: { 200: schema.PictureParams },
        },
        config: { access: OFFICE, refusals: ['member-unknown', ...PICTURE_REFUSALS] },
      },
      async (request) => {
        const read = await readPicture(Buffer.from(request.body.base64, 'base64'))
        return perform(request, (work) => keepPicture(work, keys, read, request.params))
      },
    )

    app.post(
      '/members/:memberId/cards-to-print',
      {
        schema: {
          summary: 'Let a card be printed for this member, with name, photo and signature',
          params: schema.MemberParams,
          body: schema.CardToPrint,
          response: { 200: schema.CardToPrint },
        },
        config: { access: OFFICE, refusals: ['member-unknown', ...NAME_REFUSALS] },
      },
      (request) => perform(request, (work) => nameCardFor(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/members/:memberId/pictures/:kind/forget',
      {
        schema: {
          summary: 'Delete a member’s photo or signature',
          params: schema.PictureParams,
          response: { 200: schema.PictureParams },
        },
        config: { access: OFFICE, refusals: ['member-picture-unknown'] },
      },
      (request) => perform(request, (work) => forgetPicture(work, request.params)),
    )

    app.get(
      '/members/:memberId/pictures/:kind',
      {
        schema: {
          summary: 'A member’s photo or signature (image/png, image/jpeg); each look is written down',
          params: schema.PictureParams,
          response: { 200: Bytes },
        },
        config: { access: OFFICE, refusals: ['member-picture-unknown'] },
      },
      async (request, reply) => {
        const { actor, params } = request
        const looked = await inTransaction(db, (tx) =>
          lookAtPicture({ tx, now: clock.now(), id: newId(), actor }, keys, params),
        )
        const { mediaType, bytes } = valueOf(request, looked)
        return reply
          .type(mediaType)
          .header('cache-control', 'no-store')
          .header('content-security-policy', "default-src 'none'; sandbox")
          .send(bytes)
      },
    )
  }
