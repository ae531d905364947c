import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { companyPrefix, nameInGs1, setCompanyPrefix } from './gs1.ts'
import { beginNextScheme, showSchemes } from './numbering.ts'
import type { CardNeeds } from './needs.ts'
import * as schema from './schema.ts'
import { checkSecurityCode } from './security-code.ts'

const READERS = ['administrator', 'card-operator', 'programme-manager', 'auditor'] as const
/** An Ed25519 key in DER is twelve bytes of heading and the 32 of the key (RFC 8410 §4). */
const DER_HEADING = 12

/** Card numbers, what is printed beside them, and the keys that readers check offline with. */
export const serialRoutes =
  ({ db }: Platform, { keys, publicUrl }: CardNeeds): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/programmes/:programmeId/number-schemes',
      {
        schema: {
          summary: 'The number schemes of a programme, oldest first',
          params: schema.ProgrammeParams,
          response: { 200: schema.NumberSchemes },
        },
        config: { access: READERS, refusals: ['programme-unknown'] },
      },
      async (request) => ({
        schemes: valueOf(request, await showSchemes(db, request.params.programmeId)).map((scheme) => ({
          version: scheme.version,
          firstSequence: Number(scheme.first_sequence),
          keyGeneration: scheme.key_generation,
          beganAt: scheme.began_at.toISOString(),
        })),
      }),
    )

    app.post(
      '/programmes/:programmeId/number-schemes',
      {
        schema: {
          summary: 'Begin the next number scheme under the newest keys; numbers given so far stay',
          params: schema.ProgrammeParams,
          response: { 200: schema.BegunScheme },
        },
        config: {
          access: ['administrator'],
          refusals: ['programme-unknown', 'programme-full', 'number-scheme-current'],
        },
      },
      (request) => perform(request, (work) => beginNextScheme(work, { keys, ...request.params })),
    )

    app.post(
      '/cards/security-checks',
      {
        schema: {
          summary: 'Do a card number and its printed security code belong together?',
          body: schema.SecurityCheck,
          response: { 200: schema.SecurityVerdict },
        },
        config: {
          access: ['staff', 'kiosk', 'member'],
          refusals: ['code-tries-client', 'code-tries-card', 'security-code-wrong'],
        },
      },
      (request) =>
        perform(request, (work) =>
          checkSecurityCode(work, { keys, ...request.body, clientAddress: request.ip }),
        ),
    )

    app.get(
      '/card-keys',
      {
        schema: {
          summary: 'The Ed25519 public keys that signed QR codes are checked with, offline',
          response: { 200: schema.CardKeys },
        },
        config: { access: ['public'], refusals: [] },
      },
      async (_request, reply) => {
        void reply.header('cache-control', 'public, max-age=300')
        return {
          keys: keys.cardPublicKeys().map(({ generation, publicKey }) => ({
            generation,
            publicKey: Buffer.from(publicKey.subarray(DER_HEADING)).toString('base64url'),
          })),
        }
      },
    )

    app.get(
      '/gs1',
      {
        schema: {
          summary: 'The licensed GS1 company prefix, if there is one',
          response: { 200: schema.Gs1 },
        },
        config: { access: READERS, refusals: [] },
      },
      async () => ({ prefix: await companyPrefix(db) }),
    )

    app.post(
      '/gs1',
      {
        schema: {
          summary: 'Set the licensed GS1 company prefix, once',
          body: schema.CompanyPrefix,
          response: { 200: schema.Gs1 },
        },
        config: { access: ['administrator'], refusals: ['gs1-prefix-set'] },
      },
      (request) => perform(request, (work) => setCompanyPrefix(work, request.body.prefix)),
    )

    app.post(
      '/cards/:cardNumber/digital-link',
      {
        schema: {
          summary: 'Name a card in GS1’s way: GSRN and Digital Link',
          params: schema.CardParams,
          response: { 200: schema.DigitalLink },
        },
        config: {
          access: ['administrator', 'card-operator', 'programme-manager'],
          refusals: ['card-unknown', 'gs1-prefix-missing', 'gs1-full'],
        },
      },
      (request) => perform(request, (work) => nameInGs1(work, { keys, publicUrl, ...request.params })),
    )
  }
