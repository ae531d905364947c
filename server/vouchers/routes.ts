import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { KeyService } from '../keys/index.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { benefitsOfKnown } from './benefits.ts'
import { CODE_REFUSALS } from './presenting.ts'
import { lookUp, vouchersWithLife } from './reading.ts'
import * as schema from './schema.ts'
import { giveBackUse, USE_REFUSALS, useBenefit, voidVoucher } from './using.ts'

const MANAGERS = ['administrator', 'programme-manager'] as const
const READERS = [...MANAGERS, 'auditor'] as const
const DESKS = [...MANAGERS, 'card-operator', 'promoter'] as const
const GUESSING_LIMIT = { rateLimit: { max: 120, timeWindow: '1 minute' } }

export const voucherRoutes =
  ({ db, clock }: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/members/:memberId/vouchers',
      {
        schema: {
          summary: "A member's vouchers and what became of each; codes are never shown",
          params: schema.MemberParams,
          response: { 200: schema.MemberVouchers },
        },
        config: { access: READERS, refusals: ['member-unknown'] },
      },
      async (request) => {
        const { memberId } = request.params
        return { vouchers: valueOf(request, await vouchersWithLife(db, memberId, clock.now())) }
      },
    )

    app.get(
      '/members/:memberId/benefits',
      {
        schema: {
          summary: "What a member's level gives, and what is left of it this year",
          params: schema.MemberParams,
          response: { 200: schema.Benefits },
        },
        config: { access: READERS, refusals: ['member-unknown'] },
      },
      async (request) => {
        const { memberId } = request.params
        return { benefits: valueOf(request, await benefitsOfKnown(db, memberId, clock.now())) }
      },
    )

    app.post(
      '/vouchers/look-up',
      {
        schema: {
          summary: 'Look at a voucher by its code; a wrong code is counted',
          body: schema.LookUp,
          response: { 200: schema.FoundVoucher },
        },
        config: { access: ['till', ...DESKS], refusals: CODE_REFUSALS, ...GUESSING_LIMIT },
      },
      async (request) => {
        const asking = { code: request.body.code, actor: request.actor, now: clock.now() }
        return valueOf(request, await lookUp(db, keys, asking))
      },
    )

    app.post(
      '/vouchers/use',
      {
        schema: {
          summary: "Use a voucher of a level's benefit: what it names has been given to the member",
          body: schema.UseVoucher,
          response: { 200: schema.VoucherAfter },
        },
        config: { access: ['till', ...DESKS], refusals: USE_REFUSALS, ...GUESSING_LIMIT },
      },
      (request) => perform(request, (work) => useBenefit(work, keys, request.body)),
    )

    app.post(
      '/vouchers/:voucherId/give-back',
      {
        schema: {
          summary: 'Give a benefit back that was used by mistake',
          params: schema.VoucherParams,
          response: { 200: schema.VoucherAfter },
        },
        config: {
          access: MANAGERS,
          refusals: ['voucher-unknown', 'voucher-for-purchases', 'voucher-not-used'],
        },
      },
      (request) => perform(request, (work) => giveBackUse(work, request.params.voucherId)),
    )

    app.post(
      '/vouchers/:voucherId/void',
      {
        schema: {
          summary: 'Void an open voucher, with a reason',
          params: schema.VoucherParams,
          body: schema.VoidVoucher,
          response: { 200: schema.VoucherAfter },
        },
        config: { access: MANAGERS, refusals: ['voucher-unknown', 'voucher-not-open'] },
      },
      (request) => perform(request, (work) => voidVoucher(work, { ...request.params, ...request.body })),
    )
  }
