import { Type } from 'typebox'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { valueOf } from '../platform/http/perform.ts'
import { Bytes } from '../platform/schema.ts'
import { diffVersions } from './diff-versions.ts'
import {
  checkVersion,
  PAINT_REFUSALS,
  publicLightPicture,
  publicPicture,
  templatePicture,
  versionPicture,
  versionProof,
  type PaintNeeds,
} from './pictures.ts'
import { approvedDesigns } from './queries.ts'
import * as schema from './schema.ts'

const READERS = ['administrator', 'card-operator', 'programme-manager', 'auditor'] as const

/** Pictures of designs, what is wrong with them, and how two versions differ. */
export const pictureRoutes =
  (needs: PaintNeeds): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/designs',
      {
        schema: { summary: 'Card designs that are approved', response: { 200: schema.Designs } },
        config: { access: ['public'], refusals: [] },
      },
      async () => ({ designs: await approvedDesigns(needs.db) }),
    )

    app.get(
      '/designs/:code/preview.svg',
      {
        schema: {
          summary: 'A side of an approved design as a picture (image/svg+xml)',
          params: schema.CodeParams,
          querystring: schema.PreviewQuery,
          response: { 200: Type.String() },
        },
        config: { access: ['public'], refusals: ['design-unknown', ...PAINT_REFUSALS, 'designs-busy'] },
      },
      async (request, reply) => {
        const { side = 'front', version } = request.query
        const wanted = { ...request.params, side, ...(version ? { version } : {}) }
        const picture = valueOf(request, await publicPicture(needs, wanted))
        return asPicture(reply, cachingOf(version)).send(picture)
      },
    )

    app.get(
      '/designs/:code/preview.webp',
      {
        schema: {
          summary: 'A side of an approved design as a picture for phones (image/webp)',
          params: schema.CodeParams,
          querystring: schema.PreviewQuery,
          produces: ['image/webp'],
          response: { 200: Bytes, 304: Type.Null() },
        },
        config: { access: ['public'], refusals: ['design-unknown', ...PAINT_REFUSALS, 'designs-busy'] },
      },
      async (request, reply) => {
        const { side = 'front', version } = request.query
        const wanted = { ...request.params, side, ...(version ? { version } : {}) }
        const { bytes, etag } = valueOf(request, await publicLightPicture(needs, wanted))
        void reply.header('cache-control', cachingOf(version)).header('etag', etag)
        if (request.headers['if-none-match'] === etag) return reply.code(304).send(null)
        return reply.type('image/webp').send(Buffer.from(bytes))
      },
    )

    app.get(
      '/designs/:code/versions/:number/picture.svg',
      {
        schema: {
          summary: 'A side of any version as a picture (image/svg+xml)',
          params: schema.VersionParams,
          querystring: schema.PictureQuery,
          response: { 200: Type.String() },
        },
        config: {
          access: READERS,
          refusals: ['design-unknown', 'design-version-unknown', ...PAINT_REFUSALS, 'designs-busy'],
        },
      },
      async (request, reply) => {
        const { side = 'front', data = 'sample' } = request.query
        const picture = await versionPicture(needs, { ...request.params, side, data })
        return asPicture(reply, 'private, no-cache').send(valueOf(request, picture))
      },
    )

    app.get(
      '/designs/:code/versions/:number/proof.pdf',
      {
        schema: {
          summary: 'A version in true size with its measures, one A4 page (application/pdf)',
          params: schema.VersionParams,
          produces: ['application/pdf'],
          response: { 200: Bytes },
        },
        config: {
          access: READERS,
          refusals: ['design-unknown', 'design-version-unknown', ...PAINT_REFUSALS, 'designs-busy'],
        },
      },
      async (request, reply) => {
        const pdf = valueOf(request, await versionProof(needs, request.params))
        return reply.type('application/pdf').header('cache-control', 'no-store').send(Buffer.from(pdf))
      },
    )

    app.get(
      '/design-templates/:template/picture.svg',
      {
        schema: {
          summary: 'A side of a template as a picture (image/svg+xml)',
          params: schema.TemplateParams,
          querystring: schema.PreviewQuery,
          response: { 200: Type.String() },
        },
        config: { access: READERS, refusals: ['template-unknown', ...PAINT_REFUSALS, 'designs-busy'] },
      },
      async (request, reply) => {
        const { side = 'front' } = request.query
        const picture = await templatePicture(needs, { code: request.params.template, side })
        return asPicture(reply, 'private, max-age=3600').send(valueOf(request, picture))
      },
    )

    app.get(
      '/designs/:code/versions/:number/faults',
      {
        schema: {
          summary: 'What the checker finds in a version',
          params: schema.VersionParams,
          response: { 200: schema.Faults },
        },
        config: {
          access: READERS,
          refusals: ['design-unknown', 'design-version-unknown', 'design-too-heavy', 'designs-busy'],
        },
      },
      async (request) => ({ faults: valueOf(request, await checkVersion(needs, request.params)) }),
    )

    app.get(
      '/designs/:code/versions/:number/diff/:other',
      {
        schema: {
          summary: 'What differs from a version to another',
          params: schema.DiffParams,
          response: { 200: schema.Diff },
        },
        config: { access: READERS, refusals: ['design-unknown', 'design-version-unknown'] },
      },
      async (request) => valueOf(request, await diffVersions(needs.db, request.params)),
    )
  }

/** A version that is approved never looks otherwise; the newest may be another in an hour. */
const cachingOf = (version: number | undefined): string =>
  version === undefined ? 'public, max-age=3600' : 'public, max-age=31536000, immutable'

/** Nothing in a picture runs or fetches, whoever opens it as a page of its own. */
const asPicture = (reply: FastifyReply, caching: string): FastifyReply =>
  reply
    .type('image/svg+xml')
    .header('cache-control', caching)
    .header(
      'content-security-policy',
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox",
    )
