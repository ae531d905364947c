import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { bearerKeyIn, type KeyService } from '../keys/index.ts'
import { assert } from '../platform/errors.ts'
import type { Authenticate } from '../platform/http/access.ts'
import { commandId, perform, valueOf } from '../platform/http/perform.ts'
import { inTurn } from '../platform/in-turn.ts'
import type { Platform } from '../platform/platform.ts'
import { together } from '../platform/together.ts'
import { CODE_REFUSALS, STATE_REFUSALS, vouchersGivenBack } from '../vouchers/index.ts'
import { VOUCHER_REFUSALS } from './judging.ts'
import { standingsOf } from './card-standing.ts'
import { CARD_REFUSALS } from './presented-card.ts'
import { recordPurchase } from './purchase.ts'
import { gatherPurchases } from './recording-together.ts'
import { quote, TAKE_UP_REFUSALS } from './quote.ts'
import { readPurchase } from './reading.ts'
import { RETURN_REFUSALS, returnPurchase } from './returning.ts'
import * as schema from './schema.ts'
import { addTill, revokeTill, tillKey } from './till.ts'
import { KEY_TAKEN_MS, openTillKeys } from './till-keys.ts'
import { listTills } from './till-queries.ts'

export function authenticateTill({ db }: Platform): Authenticate {
  const tillOf = openTillKeys(db)
  return async (request) => {
    const key = bearerKeyIn(request.headers.authorization, 'till')
    const tillId = key && (await tillOf(key))
    return tillId ? { kind: 'till', tillId } : undefined
  }
}

const JUDGING = [
  ...CODE_REFUSALS,
  ...STATE_REFUSALS,
  ...CARD_REFUSALS,
  'counter-unknown',
  'no-rules-then',
  'coupon-unknown',
  ...VOUCHER_REFUSALS,
] as const

export const purchaseRoutes =
  (platform: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock } = platform
    const recordGathered = gatherPurchases(platform, keys)
    const oneByOne = inTurn()
    const lookUp = together({ lanes: 2, most: 200 }, (asked: Parameters<typeof standingsOf>[1]) =>
      standingsOf(db, asked),
    )
    app.get(
      '/tills',
      {
        schema: { summary: 'Tills that may ask for prices', response: { 200: schema.Tills } },
        config: { access: ['administrator'], refusals: [] },
      },
      async () => ({ tills: await listTills(db) }),
    )

    app.post(
      '/tills',
      {
        schema: {
          summary: 'Add a till; the answer shows its key',
          body: schema.NewTill,
          response: { 200: schema.TillWithKey },
        },
        config: { access: ['administrator'], refusals: ['till-name-taken'] },
      },
      async (request) => {
        const till = await perform(request, (work) => addTill(work, keys, request.body.name))
        return { till, key: tillKey(keys, till.id) }
      },
    )

    app.post(
      '/tills/:id/revoke',
      {
        schema: {
          summary: "Revoke a till's key",
          params: schema.TillParams,
          response: { 200: schema.Till },
        },
        config: { access: ['administrator'], refusals: ['till-unknown'] },
      },
      async (request) => {
        const till = await perform(request, (work) => revokeTill(work, request.params.id))
        await sleep(KEY_TAKEN_MS)
        return till
      },
    )

    app.get(
      '/cards/:cardNumber/standing',
      {
        schema: {
          summary: "Whether a card is good, its level and discount, and its balance's shape",
          params: schema.CardParams,
          response: { 200: schema.CardStanding },
        },
        config: {
          access: ['till', 'partner'],
          refusals: [...CARD_REFUSALS, 'no-rules-then'],
          rateLimit: { max: 600, timeWindow: '1 minute' },
        },
      },
      async (request) =>
        valueOf(request, await lookUp({ cardNumber: request.params.cardNumber, now: clock.now() })),
    )

    app.post(
      '/quotes',
      {
        schema: {
          summary: "Ask for a price with the card's discount, explained line by line and signed",
          body: schema.AskQuote,
          response: { 200: schema.Quote },
        },
        config: { access: ['till'], refusals: JUDGING },
      },
      async (request) => {
        const { actor } = request
        assert(actor.kind === 'till', 'prices are asked for by tills')
        const asked = { ...request.body, soldAt: clock.now(), tillId: actor.tillId }
        return valueOf(request, await quote(db, keys, asked))
      },
    )

    app.post(
      '/purchases',
      {
        schema: {
          summary: 'Record a purchase; its id is the Idempotency-Key',
          body: schema.NewPurchase,
          response: { 200: schema.Purchase },
        },
        config: {
          access: ['till'],
          refusals: [
            'moment-in-future',
            ...TAKE_UP_REFUSALS,
            ...JUDGING,
            'sale-too-late',
            'voucher-changed',
            'paid-above-tag',
            'receipt-already-recorded',
            'quote-used',
          ],
        },
      },
      (request) =>
        oneByOne(commandId(request), () =>
          perform(
            request,
            (work) => recordPurchase(work, keys, request.body),
            (command) => recordGathered(command, request.body),
          ),
        ),
    )

    app.get(
      '/purchases/:id',
      {
        schema: {
          summary: 'A purchase as it was judged, and its returns',
          params: schema.PurchaseParams,
          response: { 200: schema.Purchase },
        },
        config: {
          access: ['till', 'administrator', 'programme-manager', 'auditor'],
          refusals: ['purchase-unknown'],
        },
      },
      async (request) => {
        const wanted = { purchaseId: request.params.id, showsCodes: request.actor.kind === 'till' }
        return valueOf(request, await readPurchase(db, keys, wanted))
      },
    )

    app.post(
      '/purchases/:id/returns',
      {
        schema: {
          summary: 'Return a purchase, whole or in parts; its points are taken back',
          params: schema.PurchaseParams,
          body: schema.NewReturn,
          response: { 200: schema.Returned },
        },
        config: { access: ['till'], refusals: RETURN_REFUSALS },
      },
      async (request) => {
        const { id: purchaseId } = request.params
        const { position, ...returned } = await perform(request, (work) =>
          returnPurchase(work, keys, { purchaseId, ...request.body }),
        )
        const voucherBack = (await vouchersGivenBack(db, keys, purchaseId)).get(position)
        return voucherBack ? { ...returned, voucherBack } : returned // its code is never stored with the answer
      },
    )
  }
