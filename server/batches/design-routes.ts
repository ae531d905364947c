import { Type } from 'typebox'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { valueOf } from '../platform/http/perform.ts'
import { listDesigns, previewDesign } from './designs.ts'
import * as schema from './schema.ts'

export const designRoutes =
  (publicUrl: string): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/designs',
      {
        schema: { summary: 'Card designs', response: { 200: schema.Designs } },
        config: { access: ['public'], refusals: [] },
      },
      async () => ({ designs: listDesigns() }),
    )

    app.get(
      '/designs/:code/preview.svg',
      {
        schema: {
          summary: 'A side of a design as a picture (image/svg+xml)',
          params: schema.DesignParams,
          querystring: schema.SideQuery,
          response: { 200: Type.String() },
        },
        config: { access: ['public'], refusals: ['design-unknown'] },
      },
      async (request, reply) => {
        const { code } = request.params
        const picture = valueOf(request, await previewDesign({ code, side: request.query.side }, publicUrl))
        void reply.type('image/svg+xml').header('cache-control', 'public, max-age=3600')
        return picture
      },
    )
  }
