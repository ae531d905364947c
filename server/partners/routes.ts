import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { KeyService } from '../keys/index.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { ADJUST_REFUSALS, adjust } from './adjusting.ts'
import {
  APPROVE_REFUSALS,
  approveAgreement,
  PROPOSE_REFUSALS,
  proposeAgreement,
  REFUSE_REFUSALS,
  refuseAgreement,
} from './agreement.ts'
import { addKey, addPartner, changePartner, partnerKey, revokeKey, setState } from './partner.ts'
import { accountOf, checkPartners, describePartner, describePartners } from './reading.ts'
import * as schema from './schema.ts'

const MANAGERS = ['administrator', 'programme-manager'] as const
const READERS = [...MANAGERS, 'auditor'] as const

/** What the office does about partners. */
export const partnerRoutes =
  ({ db, clock }: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/partners',
      {
        schema: { summary: 'Brands that give and take our points', response: { 200: schema.Partners } },
        config: { access: READERS, refusals: [] },
      },
      async () => ({ partners: await describePartners(db) }),
    )

    app.post(
      '/partners',
      {
        schema: {
          summary: 'Add a partner',
          body: schema.PartnerFacts,
          response: { 200: schema.PartnerId },
        },
        config: { access: MANAGERS, refusals: ['partner-name-taken'] },
      },
      (request) => perform(request, (work) => addPartner(work, request.body)),
    )

    app.get(
      '/partners/check',
      {
        schema: {
          summary: "Add all partners' books up again, against the members' too",
          response: { 200: schema.BooksCheck },
        },
        config: { access: ['administrator', 'auditor'], refusals: [] },
      },
      () => checkPartners(db),
    )

    app.get(
      '/partners/:id',
      {
        schema: {
          summary: 'One partner: agreements, keys, months, settlements',
          params: schema.PartnerParams,
          response: { 200: schema.Partner },
        },
        config: { access: READERS, refusals: ['partner-unknown'] },
      },
      async (request) => {
        const asking = { db, actor: request.actor, now: clock.now() }
        return valueOf(request, await describePartner(asking, request.params.id))
      },
    )

    app.post(
      '/partners/:id',
      {
        schema: {
          summary: "Change a partner's names and contact",
          params: schema.PartnerParams,
          body: schema.PartnerFacts,
          response: { 200: schema.PartnerId },
        },
        config: { access: MANAGERS, refusals: ['partner-unknown', 'partner-name-taken'] },
      },
      (request) => perform(request, (work) => changePartner(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/partners/:id/state',
      {
        schema: {
          summary: 'Stop work with a partner, or take it up again',
          params: schema.PartnerParams,
          body: schema.SetState,
          response: { 200: schema.PartnerId },
        },
        config: { access: MANAGERS, refusals: ['partner-unknown'] },
      },
      (request) => perform(request, (work) => setState(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/partners/:id/keys',
      {
        schema: {
          summary: "Add a key for the partner's systems; the answer shows it",
          params: schema.PartnerParams,
          body: schema.NewKey,
          response: { 200: schema.KeyShown },
        },
        config: { access: ['administrator'], refusals: ['partner-unknown'] },
      },
      async (request) => {
        const asked = { partnerId: request.params.id, ...request.body }
        const { id } = await perform(request, (work) => addKey(work, keys, asked))
        return { id, key: partnerKey(keys, id) }
      },
    )

    app.post(
      '/partners/:id/keys/:keyId/revoke',
      {
        schema: {
          summary: "Revoke a partner's key",
          params: schema.KeyParams,
          response: { 200: schema.KeyId },
        },
        config: { access: MANAGERS, refusals: ['partner-key-unknown'] },
      },
      (request) => {
        const { id: partnerId, keyId } = request.params
        return perform(request, (work) => revokeKey(work, { partnerId, keyId }))
      },
    )

    app.post(
      '/partners/:id/agreements',
      {
        schema: {
          summary: 'Write down what was agreed, for a second person to approve',
          params: schema.PartnerParams,
          body: schema.Terms,
          response: { 200: schema.AgreementNumber },
        },
        config: { access: MANAGERS, refusals: PROPOSE_REFUSALS },
      },
      (request) =>
        perform(request, (work) => proposeAgreement(work, { partnerId: request.params.id, ...request.body })),
    )

    app.post(
      '/partners/:id/agreements/:number/approve',
      {
        schema: {
          summary: 'Approve an agreement; entries are judged by it from its start on',
          params: schema.AgreementParams,
          body: schema.Approve,
          response: { 200: schema.AgreementNumber },
        },
        config: { access: MANAGERS, refusals: APPROVE_REFUSALS },
      },
      (request) => {
        const { id: partnerId, number } = request.params
        return perform(request, (work) => approveAgreement(work, { partnerId, number, ...request.body }))
      },
    )

    app.post(
      '/partners/:id/agreements/:number/refuse',
      {
        schema: {
          summary: 'Refuse an agreement, with the reason',
          params: schema.AgreementParams,
          body: schema.Refuse,
          response: { 200: schema.AgreementNumber },
        },
        config: { access: MANAGERS, refusals: REFUSE_REFUSALS },
      },
      (request) => {
        const { id: partnerId, number } = request.params
        return perform(request, (work) => refuseAgreement(work, { partnerId, number, ...request.body }))
      },
    )

    app.get(
      '/partners/:id/entries',
      {
        schema: {
          summary: "A partner's account entry by entry, newest first",
          params: schema.PartnerParams,
          querystring: schema.EntriesQuery,
          response: { 200: schema.Entries },
        },
        config: { access: READERS, refusals: ['partner-unknown'] },
      },
      async (request) => valueOf(request, await accountOf(db, request.params.id, request.query)),
    )

    app.post(
      '/partners/:id/entries',
      {
        schema: {
          summary: "Put a partner's account right by a new entry in the open month",
          params: schema.PartnerParams,
          body: schema.Adjust,
          response: { 200: schema.Written },
        },
        config: { access: MANAGERS, refusals: ADJUST_REFUSALS },
      },
      (request) =>
        perform(request, (work) => adjust(work, { partnerId: request.params.id, ...request.body })),
    )
  }
