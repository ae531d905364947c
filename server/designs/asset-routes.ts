import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse } from '../platform/refusal.ts'
import { Bytes } from '../platform/schema.ts'
import { PICTURE_REFUSALS, readPicture } from '../pictures/index.ts'
import { addAsset } from './assets.ts'
import { assetBytes } from './picture-queries.ts'
import * as schema from './schema.ts'
import { ARTWORK_REFUSALS, type Studio } from './studio.ts'

const EDITORS = ['administrator', 'programme-manager'] as const
const READERS = [...EDITORS, 'card-operator', 'auditor'] as const
/** Ten megabytes in base64 and some more, so that what is a little too large is told so. */
const UPLOAD_BYTES = 20_000_000

/** What designs are drawn with: pictures that are kept, shapes that are only read. */
export const assetRoutes =
  ({ db }: Platform, studio: Studio): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/design-assets',
      {
        bodyLimit: UPLOAD_BYTES,
        schema: {
          summary: 'Keep a PNG or JPEG for designs',
          body: schema.NewAsset,
          response: { 200: schema.Asset },
        },
        config: { access: EDITORS, refusals: PICTURE_REFUSALS },
      },
      async (request) => {
        const read = await readPicture(Buffer.from(request.body.base64, 'base64'))
        return perform(request, (work) => addAsset(work, read))
      },
    )

    app.get(
      '/design-assets/:sha256',
      {
        schema: {
          summary: 'A picture of designs (image/png, image/jpeg)',
          params: schema.AssetParams,
          response: { 200: Bytes },
        },
        config: { access: READERS, refusals: ['asset-unknown'] },
      },
      async (request, reply) => {
        const [asset] = await assetBytes(db, [request.params.sha256])
        const { media_type: mediaType, bytes } = valueOf(
          request,
          asset ? accept(asset) : refuse('asset-unknown'),
        )
        return reply
          .type(mediaType)
          .header('cache-control', 'private, max-age=31536000, immutable')
          .header('content-security-policy', "default-src 'none'; sandbox")
          .send(bytes)
      },
    )

    app.post(
      '/design-artwork',
      {
        bodyLimit: UPLOAD_BYTES,
        schema: {
          summary: 'Read the shapes of an SVG',
          body: schema.NewArtwork,
          response: { 200: schema.Artwork },
        },
        config: { access: EDITORS, refusals: [...ARTWORK_REFUSALS, 'designs-busy'] },
      },
      async (request) => valueOf(request, await studio.artwork(request.body.svg)),
    )
  }
