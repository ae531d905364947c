import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { KeyService } from '../keys/index.ts'
import { commandId, perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import type { AllowedNetworks } from './address.ts'
import { deliveriesOf, describeTypes, listWebhooks } from './reading.ts'
import { secretMadeBy } from './secret.ts'
import * as schema from './schema.ts'
import {
  addWebhook,
  changeSecret,
  changeWebhook,
  judgeAddress,
  ping,
  replay,
  switchWebhook,
} from './webhook.ts'

const access = ['administrator'] as const
const ADDRESS_REFUSALS = ['webhook-address-wrong', 'webhook-address-refused'] as const
const REPLAY_REFUSALS = ['webhook-unknown', 'webhook-disabled'] as const

interface Needs {
  keys: KeyService
  allowed: AllowedNetworks
}

export const webhookRoutes =
  ({ db, clock, jobs }: Platform, { keys, allowed }: Needs): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/webhook-event-types',
      {
        schema: {
          summary: 'What webhooks can be told, with the JSON schema of each',
          response: { 200: schema.WebhookEventTypes },
        },
        config: { access: ['administrator', 'till'], refusals: [] },
      },
      () => ({ types: describeTypes() }),
    )

    app.get(
      '/webhooks',
      {
        schema: { summary: 'Addresses that are told what happens', response: { 200: schema.Webhooks } },
        config: { access, refusals: [] },
      },
      async () => ({ webhooks: await listWebhooks(db, clock.now()) }),
    )

    app.post(
      '/webhooks',
      {
        schema: {
          summary: 'Add a webhook; the answer shows its secret',
          body: schema.WebhookSettings,
          response: { 200: schema.WebhookSecret },
        },
        config: {
          access,
          refusals: [...ADDRESS_REFUSALS, 'webhooks-too-many', 'webhook-name-taken'],
        },
      },
      async (request) => {
        valueOf(request, await judgeAddress(request.body.address, allowed))
        const { id } = await perform(request, (work) => addWebhook(work, { keys, jobs }, request.body))
        return { id, secret: await secretMadeBy(db, keys, commandId(request)) }
      },
    )

    app.post(
      '/webhooks/:id',
      {
        schema: {
          summary: 'Change what a webhook is told, and where',
          params: schema.WebhookId,
          body: schema.WebhookSettings,
          response: { 200: schema.Accepted },
        },
        config: { access, refusals: [...ADDRESS_REFUSALS, 'webhook-unknown', 'webhook-name-taken'] },
      },
      async (request) => {
        valueOf(request, await judgeAddress(request.body.address, allowed))
        return perform(request, (work) => changeWebhook(work, { id: request.params.id, ...request.body }))
      },
    )

    for (const [path, to, summary] of [
      ['enable', 'enabled', 'Turn a webhook on; what waits is sent'],
      ['disable', 'disabled', 'Turn a webhook off'],
      ['remove', 'removed', 'Remove a webhook for good'],
    ] as const)
      app.post(
        `/webhooks/:id/${path}`,
        {
          schema: { summary, params: schema.WebhookId, response: { 200: schema.Accepted } },
          config: { access, refusals: ['webhook-unknown'] },
        },
        (request) => perform(request, (work) => switchWebhook(work, jobs, { id: request.params.id, to })),
      )

    app.post(
      '/webhooks/:id/secrets',
      {
        schema: {
          summary: "Change a webhook's secret; the one before it signs for another day",
          params: schema.WebhookId,
          response: { 200: schema.WebhookSecret },
        },
        config: { access, refusals: ['webhook-unknown'] },
      },
      async (request) => {
        const { id } = await perform(request, (work) => changeSecret(work, keys, request.params.id))
        return { id, secret: await secretMadeBy(db, keys, commandId(request)) }
      },
    )

    app.post(
      '/webhooks/:id/pings',
      {
        schema: {
          summary: 'Send a test message',
          params: schema.WebhookId,
          response: { 200: schema.Accepted },
        },
        config: { access, refusals: REPLAY_REFUSALS },
      },
      (request) => perform(request, (work) => ping(work, jobs, request.params.id)),
    )

    app.get(
      '/webhooks/:id/deliveries',
      {
        schema: {
          summary: 'What a webhook was sent and how it went, newest first',
          params: schema.WebhookId,
          querystring: schema.FindDeliveries,
          response: { 200: schema.Deliveries },
        },
        config: { access, refusals: ['webhook-unknown'] },
      },
      async (request) => valueOf(request, await deliveriesOf(db, { ...request.params, ...request.query })),
    )

    app.post(
      '/webhooks/:id/deliveries/:eventId/replay',
      {
        schema: {
          summary: 'Send one message again, under the same id',
          params: schema.DeliveryId,
          response: { 200: schema.Replayed },
        },
        config: { access, refusals: [...REPLAY_REFUSALS, 'delivery-unknown'] },
      },
      (request) => perform(request, (work) => replay(work, jobs, request.params)),
    )

    app.post(
      '/webhooks/:id/replays',
      {
        schema: {
          summary: 'Send all messages since a moment again, also what was missed while it was off',
          params: schema.WebhookId,
          body: schema.ReplaySince,
          response: { 200: schema.Replayed },
        },
        config: { access, refusals: [...REPLAY_REFUSALS, 'delivery-unknown'] },
      },
      (request) => {
        const since = new Date(request.body.since)
        return perform(request, (work) => replay(work, jobs, { id: request.params.id, since }))
      },
    )
  }
