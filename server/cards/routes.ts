import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { KeyService } from '../keys/index.ts'
import { staffOf } from '../platform/actor.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { refuse } from '../platform/refusal.ts'
import { confirmAsWitness } from '../staff/index.ts'
import { clearAlerts, listAlerts } from './alerts.ts'
import { cardRules, setCardRules } from './card-rules.ts'
import { destroyCard } from './destroying.ts'
import { showCard } from './card.ts'
import { resumeCard, stopCard } from './life.ts'
import { replaceCard, REPLACE_REFUSALS } from './replacing.ts'
import * as schema from './schema.ts'

const MANAGERS = ['administrator', 'programme-manager'] as const
const READERS = ['administrator', 'card-operator', 'programme-manager', 'auditor'] as const

/** A card: what becomes of one that a member has, and what looks like a copy of one. */
export const cardRoutes =
  (platform: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db } = platform

    app.get(
      '/cards/:cardNumber',
      {
        schema: { summary: 'A card', params: schema.CardParams, response: { 200: schema.Card } },
        config: { access: READERS, refusals: ['card-unknown'] },
      },
      async (request) => valueOf(request, await showCard(db, request.params.cardNumber)),
    )

    app.post(
      '/cards/:cardNumber/stop',
      {
        schema: {
          summary: 'Stop a card that a member has',
          params: schema.CardParams,
          body: schema.StopCard,
          response: { 200: schema.StoppedCard },
        },
        config: { access: MANAGERS, refusals: ['card-unknown', 'card-not-in-state'] },
      },
      (request) => perform(request, (work) => stopCard(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/cards/:cardNumber/resume',
      {
        schema: {
          summary: 'Let a suspended card work again',
          params: schema.CardParams,
          response: { 200: schema.StoppedCard },
        },
        config: { access: MANAGERS, refusals: ['card-unknown', 'card-frozen', 'card-not-in-state'] },
      },
      (request) => perform(request, (work) => resumeCard(work, request.params)),
    )

    app.post(
      '/cards/:cardNumber/replace',
      {
        schema: {
          summary: 'Give another card in place of this one; balance and level go along',
          params: schema.CardParams,
          body: schema.ReplaceCard,
          response: { 200: schema.ReplacedCard },
        },
        config: { access: MANAGERS, refusals: REPLACE_REFUSALS },
      },
      (request) =>
        perform(request, (work) => replaceCard(work, { keys, ...request.params, ...request.body })),
    )

    app.post(
      '/cards/:cardNumber/destroy',
      {
        schema: {
          summary: 'Write down that a card was destroyed; who saw it confirms with their own password',
          params: schema.CardParams,
          body: schema.DestroyCard,
          response: { 200: schema.StoppedCard },
        },
        config: {
          access: MANAGERS,
          refusals: [
            'witness-same-person',
            'witness-unknown',
            'sign-in-paused',
            'witness-not-confirmed',
            'card-unknown',
            'card-not-in-state',
          ],
        },
      },
      async (request) => {
        const { witnessId, witnessPassword: password, ...destroying } = request.body
        if (witnessId.toLowerCase() === staffOf(request.actor))
          return valueOf(request, refuse('witness-same-person'))
        valueOf(request, await confirmAsWitness(platform, { witnessId, password }))
        return perform(request, (work) => destroyCard(work, { ...request.params, ...destroying, witnessId }))
      },
    )

    app.get(
      '/card-alerts',
      {
        schema: {
          summary: 'Cards that did what a genuine one in good hands does not, with the evidence',
          response: { 200: schema.CardAlerts },
        },
        config: { access: READERS, refusals: [] },
      },
      async () => ({ alerts: await listAlerts(db) }),
    )

    app.post(
      '/cards/:cardNumber/alerts/clear',
      {
        schema: {
          summary: 'Close a card’s alerts after looking at the evidence; a frozen card works again',
          params: schema.CardParams,
          body: schema.ClearAlerts,
          response: { 200: schema.ClearedAlerts },
        },
        config: { access: MANAGERS, refusals: ['card-unknown', 'nothing-to-clear', 'evidence-unseen'] },
      },
      (request) => perform(request, (work) => clearAlerts(work, { ...request.params, ...request.body })),
    )

    app.get(
      '/card-rules',
      {
        schema: {
          summary: 'What makes an alarm, and to whom complimentary cards may go',
          response: { 200: schema.CardRulesInForce },
        },
        config: { access: READERS, refusals: [] },
      },
      () => cardRules(db),
    )

    app.post(
      '/card-rules',
      {
        schema: {
          summary: 'Set these rules anew; `version` is the one that was looked at',
          body: schema.CardRulesInForce,
          response: { 200: schema.CardRulesInForce },
        },
        config: { access: ['administrator'], refusals: ['card-rules-changed'] },
      },
      (request) => perform(request, (work) => setCardRules(work, request.body)),
    )
  }
