import { randomUUID } from 'node:crypto'
import { Ajv } from 'ajv'
import { sql } from 'kysely'
import * as formats from 'ajv-formats'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { allowNetworks } from '../../server/webhooks/address.ts'
import { eventTypes } from '../../server/webhooks/event-schema.ts'
import { startSending, type Sending } from '../../server/webhooks/sending.ts'
import { CHOSEN_TYPES, type Deliveries, type EventType, type Webhook } from '../../server/webhooks/schema.ts'
import type { Static } from 'typebox'
import { moveCard } from '../../server/cards/move.ts'
import { newId } from '../../server/platform/ids.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { earnPoints, settleDuePoints } from '../../server/points/index.ts'
import { openMall, type Mall } from '../purchases/mall.ts'
import { give } from '../vouchers/purse.ts'
import { openReceiver, verified, type Receiver } from './receiver.ts'

let mall: Mall
let receiver: Receiver
let sending: Sending
let others: Sending

beforeAll(async () => {
  mall = await openMall({ webhookNetworks: ['127.0.0.1'] })
  receiver = await openReceiver()
  const { platform, keys } = mall.server
  const needs = { keys, allowed: allowNetworks(['127.0.0.1']), timeoutMs: 700 }
  sending = startSending(platform, needs)
  others = startSending(platform, needs)
})
afterAll(async () => {
  await Promise.all([sending.stop(), others.stop()])
  await receiver[Symbol.asyncDispose]()
  await mall[Symbol.asyncDispose]()
})

beforeEach(async () => {
  await signIn()
  for (const { id } of await list()) await administrator().post(`/webhooks/${id}/remove`)
  receiver.answer((_, response) => response.end('ok'))
  receiver.received.length = 0
})

const administrator = () => mall.people.administrator
/** Whoever was away for hours signs in again. */
async function signIn(): Promise<void> {
  if ((await administrator().get('/webhooks')).status === 200) return
  const person = { signInName: 'administrator', password: 'a password for tests' }
  expect((await administrator().post('/staff/sign-in', person)).status).toBe(200)
}
const list = async () => (await administrator().get<{ webhooks: Webhook[] }>('/webhooks')).body.webhooks
const only = async (): Promise<Webhook> => {
  const [webhook] = await list()
  if (!webhook) throw new Error('there is none')
  return webhook
}

async function add(types: readonly string[] = CHOSEN_TYPES, address = receiver.address) {
  const settings = { name: `Hook ${randomUUID()}`, address, types }
  const { status, body } = await administrator().post<{ id: string; secret: string }>('/webhooks', settings)
  expect(status).toBe(200)
  mall.server.clock.pass({ seconds: 1 })
  return body
}

/** Once all is there to be collected: what commits while anybody writes to the same PostgreSQL comes a moment later. */
async function beat(...senders: Sending[]): Promise<void> {
  const hidden = sql<{ count: number }>`
    SELECT count(*)::int AS count FROM audit_entries WHERE xact >= pg_snapshot_xmin(pg_current_snapshot())`
  await expect.poll(async () => (await hidden.execute(mall.server.db)).rows[0]?.count).toBe(0)
  for (const one of senders.length > 0 ? senders : [sending]) {
    await one.beat()
    await one.settled()
  }
}

const deliveries = async (id: string) =>
  (await administrator().get<Static<typeof Deliveries>>(`/webhooks/${id}/deliveries`)).body.deliveries
async function pass(minutes: number): Promise<void> {
  mall.server.clock.pass({ minutes })
  await signIn()
}
const ping = (id: string) => administrator().post<{ id: string }>(`/webhooks/${id}/pings`)

test('what waits is sent once a webhook is turned on again', async () => {
  const { id } = await add(['purchase.recorded'])
  receiver.answer((_, response) => response.writeHead(422).end('no counter'))
  await ping(id)
  await beat()
  await administrator().post(`/webhooks/${id}/disable`)
  receiver.answer((_, response) => response.end())
  const enabling = administrator().post(`/webhooks/${id}/enable`)
  await expect.poll(async () => (await beat(), receiver.received.length), { interval: 5 }).toBe(2)
  await enabling
  expect((await deliveries(id))[0]).toMatchObject({ state: 'delivered', attempts: 2 })
})

test('only an administrator sees and makes webhooks', async () => {
  const settings = { name: 'Mine', address: receiver.address, types: ['purchase.recorded'] }
  for (const who of [mall.people['programme-manager'], mall.people.auditor, mall.till]) {
    expect((await who.get('/webhooks')).status).toBe(403)
    expect((await who.post('/webhooks', settings)).status).toBe(403)
  }
})

test('a purchase and its return are told once each, signed so that the maintained library accepts them', async () => {
  const { id, secret } = await add()
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const { cardNumber, memberId } = await mall.card()
  const purchase = (await mall.buy(cardNumber, 55_900)).body
  mall.server.clock.pass({ seconds: 1 })
  const { body: back } = await mall.till.post(`/purchases/${purchase.id}/returns`, {
    returnedAt: mall.server.clock.now().toISOString(),
  })
  await beat()
  await beat()
  const told = receiver.received.map((message) => verified(message, secret))
  expect(told.map(({ type }) => type)).toEqual([
    'purchase.recorded',
    'points.changed',
    'purchase.returned',
    'points.changed',
  ])
  const [recorded, earned, returned, taken] = told.map(({ data }) => data)
  expect(recorded).toMatchObject({ purchaseId: purchase.id, memberId, paidFen: 55_900, points: 55 })
  expect(earned).toMatchObject({ memberId, to: 'spendable', points: 55, number: 1, spendableAfter: 55 })
  expect(returned).toMatchObject({ purchaseId: purchase.id, refundFen: 55_900, pointsTaken: 55 })
  expect(back).toMatchObject({ pointsTaken: 55 })
  expect(taken).toMatchObject({ from: 'spendable', to: 'taken-back', points: 55, number: 2 })
  expect(new Set(receiver.received.map(({ id: sent }) => sent)).size).toBe(4)
  const listed = await deliveries(id)
  expect(listed).toHaveLength(4)
  expect(listed[0]).toMatchObject({
    state: 'delivered',
    attempts: 1,
    httpStatus: 200,
    answer: 'ok',
    problem: null,
    nextAt: null,
  })
})

test('what is told fits the documented shape, and so does each example; none of it is personal', async () => {
  for (const type of [...CHOSEN_TYPES, 'ping'] as const) fits(type, eventTypes[type].example)
  await add()
  const { cardNumber } = await mall.card()
  const purchase = (await mall.buy(cardNumber, 150_000)).body
  await mall.till.post(`/purchases/${purchase.id}/returns`, {
    returnedAt: mall.server.clock.now().toISOString(),
  })
  await stop(cardNumber)
  await beat()
  const told = receiver.received.map(({ body }) => JSON.parse(body) as { type: EventType; data: unknown })
  expect(told.map(({ type }) => type)).toContain('card.stopped')
  for (const { type, data } of told) fits(type, data)
})

const ajv = new Ajv({ strict: false })
formats.default.default(ajv)
const fits = (type: EventType, data: unknown) =>
  expect([type, ajv.validate({ ...eventTypes[type].data, additionalProperties: false }, data)]).toEqual([
    type,
    true,
  ])

const stop = (cardNumber: string) =>
  inTransaction(mall.server.db, (tx) =>
    moveCard(
      { tx, now: mall.server.clock.now(), id: newId(), actor: { kind: 'system' } },
      { cardNumber, from: ['active'], to: 'lost' },
    ),
  )

test('only chosen types are told, and nothing from before the webhook was added', async () => {
  const { cardNumber } = await mall.card()
  await mall.buy(cardNumber, 10_000)
  mall.server.clock.pass({ seconds: 1 })
  const { secret } = await add(['purchase.recorded'])
  await mall.buy(cardNumber, 20_000)
  await beat()
  expect(receiver.received.map((message) => verified(message, secret).data['paidFen'])).toEqual([20_000])
})

test('vouchers are told, and points that time alone has changed', async () => {
  const { secret } = await add()
  const { server } = mall
  const { memberId } = await mall.card()
  const { id: voucherId } = await give(server, memberId, { kind: 'amount', fen: 5_000n })
  const work = { now: server.clock.now(), id: newId(), actor: { kind: 'system' } } as const
  await inTransaction(server.db, (tx) =>
    earnPoints(
      { tx, ...work },
      {
        memberId,
        points: 80n,
        reason: 'welcome',
        reference: `member:${memberId}`,
        happenedAt: work.now,
        availableAt: new Date(work.now.getTime() + 60_000),
        part: 'welcome',
      },
    ),
  )
  await pass(2)
  await settleDuePoints(server.platform)
  await beat()
  const told = receiver.received.map((message) => verified(message, secret))
  expect(told).toMatchObject([
    { type: 'voucher.issued', data: { voucherId, memberId, kind: 'amount', fen: 5_000, leftFen: 5_000 } },
    { type: 'points.changed', data: { memberId, number: 2, from: 'pending', to: 'spendable', points: 80 } },
  ])
  for (const { type, data } of told) fits(type as EventType, data)
})

test('a database that was restored into another one goes on telling', async () => {
  await add(['purchase.recorded'])
  const { cardNumber } = await mall.card()
  await sql`UPDATE webhook_reading SET xact = '9000000000'`.execute(mall.server.db)
  await beat()
  await mall.buy(cardNumber, 10_000)
  await beat()
  expect(receiver.received).toHaveLength(1)
})

test('a refused command tells nothing', async () => {
  await add()
  expect((await mall.buy('9156070000009999', 10_000)).status).toBe(404)
  await beat()
  expect(receiver.received).toEqual([])
})

test('the secret is shown to whoever repeats the request, stored sealed, and in no command, audit entry or log', async () => {
  const settings = { name: 'Repeated', address: receiver.address, types: ['purchase.recorded'] }
  const again = { id: randomUUID() }
  const first = await administrator().post<{ secret: string }>('/webhooks', settings, again)
  const second = await administrator().post<{ secret: string }>('/webhooks', settings, again)
  expect(second.body).toEqual(first.body)
  const bare = first.body.secret.slice(6)
  const { db, log } = mall.server
  const [commands, entries, secrets] = await Promise.all([
    db.selectFrom('commands').selectAll().execute(),
    db.selectFrom('audit_entries').selectAll().execute(),
    db.selectFrom('webhook_secrets').selectAll().execute(),
  ])
  expect(JSON.stringify([commands, entries, log])).not.toContain(bare)
  for (const { sealed } of secrets) expect(Buffer.from(sealed).toString('latin1')).not.toContain(bare)
})

test('for a day after a change both secrets verify, then the new one alone; an earlier third one ends at once', async () => {
  const { id, secret } = await add(['purchase.recorded'])
  const change = async () =>
    (await administrator().post<{ secret: string }>(`/webhooks/${id}/secrets`)).body.secret
  const second = await change()
  await ping(id)
  await beat()
  const [message] = receiver.received
  for (const one of [secret, second]) expect(verified(message!, one).type).toBe('ping')
  expect((await only()).oldSecretUntil).not.toBeNull()

  const third = await change()
  await ping(id)
  await beat()
  expect(() => verified(receiver.received[1]!, secret)).toThrow('No matching signature')
  for (const one of [second, third]) expect(verified(receiver.received[1]!, one).type).toBe('ping')

  await pass(24 * 60 + 1)
  await ping(id)
  await beat()
  expect(String(receiver.received[2]!.headers['webhook-signature']).split(' ')).toHaveLength(1)
})

test('a receiver that fails is tried again, later each time, under the same id, until it takes it', async () => {
  const { id } = await add(['purchase.recorded'])
  receiver.answer((_, response) => response.writeHead(503).end('<b>down\u0000</b>'))
  await ping(id)
  await beat()
  const waits: number[] = []
  for (let tries = 1; tries < 5; tries += 1) {
    const [delivery] = await deliveries(id)
    expect(delivery).toMatchObject({
      state: 'waiting',
      attempts: tries,
      httpStatus: 503,
      answer: '<b>down </b>',
    })
    waits.push(Date.parse(delivery!.nextAt!) - Date.parse(delivery!.triedAt!))
    await beat()
    expect(receiver.received).toHaveLength(tries) // its time has not come
    mall.server.clock.set(new Date(delivery!.nextAt!))
    await signIn()
    await beat()
  }
  for (const [index, wait] of waits.entries()) {
    expect(wait).toBeGreaterThanOrEqual(4_000 * 4 ** index)
    expect(wait).toBeLessThanOrEqual(6_000 * 4 ** index)
  }
  expect((await only()).failingSince).not.toBeNull()
  receiver.answer((_, response) => response.writeHead(204).end())
  await pass(30)
  await beat()
  expect((await deliveries(id))[0]).toMatchObject({ state: 'delivered', attempts: 6, httpStatus: 204 })
  expect(new Set(receiver.received.map((message) => message.id)).size).toBe(1)
  expect((await only()).failingSince).toBeNull()
})

test('one message that is refused lets the others pass; they come in their order', async () => {
  await add(['purchase.recorded'])
  const { cardNumber } = await mall.card()
  receiver.answer((_, response) =>
    response.writeHead(receiver.received.at(-1)?.body.includes('"paidFen":10000,') ? 422 : 200).end(),
  )
  for (const paidFen of [10_000, 20_000, 30_000]) await mall.buy(cardNumber, paidFen)
  await beat()
  expect(receiver.received.map(({ body }) => /"paidFen":(\d+)/.exec(body)?.[1])).toEqual([
    '10000',
    '20000',
    '30000',
  ])
})

test('an address where nobody answers is left alone while it rests, and its messages wait', async () => {
  const { id } = await add(['purchase.recorded'])
  const { cardNumber } = await mall.card()
  receiver.answer((_, response) => response.destroy())
  for (const paidFen of [10_000, 20_000, 30_000]) await mall.buy(cardNumber, paidFen)
  await beat()
  await beat()
  expect(receiver.received).toHaveLength(1)
  expect((await deliveries(id)).map(({ problem }) => problem)).toEqual([null, null, 'connection-failed'])
})

test('after three days without an answer the webhook is disabled and says so; what it missed can be replayed', async () => {
  const { id } = await add(['purchase.recorded'])
  const { cardNumber } = await mall.card()
  const since = mall.server.clock.now().toISOString()
  receiver.answer((_, response) => response.writeHead(500).end())
  await mall.buy(cardNumber, 10_000)
  for (let hours = 0; hours <= 80; hours += 5) {
    await beat()
    mall.server.clock.pass({ minutes: 5 * 60 })
  }
  await signIn()
  expect(await only()).toMatchObject({ state: 'disabled', disabledBecause: 'failing', failed: 1 })
  await mall.buy(cardNumber, 20_000)
  const heard = receiver.received.length
  await beat()
  expect(receiver.received).toHaveLength(heard)
  expect(await administrator().post(`/webhooks/${id}/replays`, { since })).toMatchObject({
    status: 409,
    body: { code: 'webhook-disabled' },
  })

  receiver.answer((_, response) => response.end())
  receiver.received.length = 0
  await administrator().post(`/webhooks/${id}/enable`)
  const replayed = await administrator().post(`/webhooks/${id}/replays`, { since })
  expect(replayed.body).toEqual({ replayed: 2 })
  await beat()
  expect(receiver.received.map(({ body }) => /"paidFen":(\d+)/.exec(body)?.[1])).toEqual(['10000', '20000'])
})

test('one message is replayed under its own id', async () => {
  const { id } = await add(['purchase.recorded'])
  await ping(id)
  await beat()
  const [delivery] = await deliveries(id)
  const path = `/webhooks/${id}/deliveries/${delivery!.eventId}/replay`
  expect((await administrator().post(path)).body).toEqual({ replayed: 1 })
  await beat()
  expect(receiver.received.map((message) => message.id)).toEqual([delivery!.eventId, delivery!.eventId])
  const unknown = `/webhooks/${id}/deliveries/${randomUUID()}/replay`
  expect(await administrator().post(unknown)).toMatchObject({
    status: 404,
    body: { code: 'delivery-unknown' },
  })
})

test('410 turns a webhook off at once', async () => {
  const { id } = await add(['purchase.recorded'])
  receiver.answer((_, response) => response.writeHead(410).end())
  await ping(id)
  await beat()
  expect(await only()).toMatchObject({ state: 'disabled', disabledBecause: 'gone' })
  const audit = mall.server.db.selectFrom('audit_entries').select('details')
  expect(
    await audit.where('action', '=', 'webhook.disabled').where('subject', '=', `webhook:${id}`).execute(),
  ).toEqual([{ details: { because: 'gone' } }])
  expect(await ping(id)).toMatchObject({ status: 409, body: { code: 'webhook-disabled' } })
})

test('a redirect is not followed, an answer without an end is cut off, one that hangs is given up', async () => {
  const { id } = await add(['purchase.recorded'])
  await using elsewhere = await openReceiver()
  receiver.answer((_, response) => response.writeHead(307, { location: elsewhere.address }).end())
  await ping(id)
  await beat()
  expect(elsewhere.received).toEqual([])
  expect((await deliveries(id))[0]).toMatchObject({ httpStatus: 307, problem: 'status-refused' })

  receiver.answer((_, response) => {
    response.writeHead(200)
    const more = () => void (response.writable && response.write('x'.repeat(65_536), more))
    more()
  })
  await ping(id)
  await beat()
  const [huge] = await deliveries(id)
  expect(huge).toMatchObject({ state: 'delivered', httpStatus: 200 })
  expect(huge!.answer).toHaveLength(400)

  receiver.answer(() => {})
  await ping(id)
  await beat()
  expect((await deliveries(id))[0]).toMatchObject({ problem: 'timed-out', httpStatus: null })

  receiver.answer((_, response) => response.writeHead(200, { 'x-long': 'x'.repeat(40_000) }).end())
  await ping(id)
  await beat()
  expect((await deliveries(id))[0]).toMatchObject({ problem: 'connection-failed', httpStatus: null })
})

test('a hanging receiver holds up nobody else', async () => {
  const hanging = await add(['purchase.recorded'])
  await using quick = await openReceiver()
  const other = await add(['purchase.recorded'], quick.address)
  receiver.answer(() => {})
  await ping(hanging.id)
  await ping(other.id)
  await sending.beat()
  await expect.poll(() => quick.received.length, { interval: 20, timeout: 600 }).toBe(1)
  await sending.settled()
})

test('two servers at once send each message once', async () => {
  await add(['purchase.recorded', 'points.changed'])
  const { cardNumber } = await mall.card()
  for (let count = 1; count <= 6; count += 1) await mall.buy(cardNumber, count * 10_000)
  for (let round = 0; round < 4; round += 1) {
    await Promise.all([sending.beat(), others.beat()])
    await Promise.all([sending.settled(), others.settled()])
  }
  expect(receiver.received).toHaveLength(12)
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(12)
})

test('a server that dies after sending leaves the message to be sent again under the same id', async () => {
  const { id } = await add(['purchase.recorded'])
  const dying = startSending(mall.server.platform, {
    keys: mall.server.keys,
    allowed: allowNetworks(['127.0.0.1']),
  })
  receiver.answer(() => {}) // it has it, but the answer never comes
  await ping(id)
  await dying.beat()
  await expect.poll(() => receiver.received.length, { interval: 20 }).toBe(1)
  await mall.server.db.updateTable('webhooks').set({ busy_by: newId() }).where('id', '=', id).execute()
  await dying.stop()
  receiver.answer((_, response) => response.end())
  await beat()
  expect(receiver.received).toHaveLength(1) // nobody knows yet that it is dead
  await pass(2)
  await beat()
  expect(new Set(receiver.received.map((message) => message.id)).size).toBe(1)
  expect(receiver.received).toHaveLength(2)
  expect((await deliveries(id))[0]).toMatchObject({ state: 'delivered', attempts: 1 })
})

test.each([
  ['ftp://hooks.example/', 422, 'webhook-address-wrong'],
  ['https://user:secret@hooks.example/', 422, 'webhook-address-wrong'],
  ['javascript:alert(1)', 422, 'webhook-address-wrong'],
  ['https://10.0.0.7/hooks', 422, 'webhook-address-refused'],
  ['https://169.254.169.254/latest/meta-data', 422, 'webhook-address-refused'],
  ['https://[::ffff:10.0.0.7]/hooks', 422, 'webhook-address-refused'],
  ['https://[fd00::7]/hooks', 422, 'webhook-address-refused'],
  ['https://[64:ff9b::a00:7]/hooks', 422, 'webhook-address-refused'],
  ['https://0x7f.0.0.2/hooks', 422, 'webhook-address-refused'],
  ['http://8.8.8.8/hooks', 422, 'webhook-address-refused'],
])('%s is refused', async (address, status, code) => {
  const settings = { name: `Bad ${address}`, address, types: ['purchase.recorded'] }
  expect(await administrator().post('/webhooks', settings)).toMatchObject({ status, body: { code } })
  const { id } = await add(['purchase.recorded'])
  const changed = await administrator().post(`/webhooks/${id}`, { ...settings, name: 'Changed' })
  expect(changed).toMatchObject({ status, body: { code } })
})

test('where an address leads is looked at again at each connection', async () => {
  const { id } = await add(['purchase.recorded'])
  const { platform, keys } = mall.server
  const strict = startSending(platform, { keys, allowed: allowNetworks([]) })
  await ping(id)
  await beat(strict)
  expect(receiver.received).toEqual([])
  expect((await deliveries(id))[0]).toMatchObject({ problem: 'address-refused', state: 'waiting' })
})

test('what is wrong is refused: unknown, taken, too many, no type', async () => {
  const { id } = await add(['purchase.recorded'])
  const { name, address, types } = await only()
  const taken = { status: 409, body: { code: 'webhook-name-taken' } }
  expect(await administrator().post('/webhooks', { name, address, types })).toMatchObject(taken)
  const { id: other } = await add(['purchase.recorded'])
  expect(await administrator().post(`/webhooks/${other}`, { name, address, types })).toMatchObject(taken)
  expect((await administrator().post('/webhooks', { name: 'x', address, types: [] })).status).toBe(400)
  expect((await administrator().post('/webhooks', { name: 'x', address, types: ['ping'] })).status).toBe(400)
  await administrator().post(`/webhooks/${id}/remove`)
  const unknown = { status: 404, body: { code: 'webhook-unknown' } }
  for (const path of ['', '/enable', '/disable', '/remove', '/secrets', '/pings', '/replays'])
    expect(
      await administrator().post(
        `/webhooks/${id}${path}`,
        path === ''
          ? { name: 'y', address, types }
          : path === '/replays'
            ? { since: new Date().toISOString() }
            : {},
      ),
      path,
    ).toMatchObject(unknown)
  for (let count = 1; count < 20; count += 1) await add(['purchase.recorded'])
  expect(await administrator().post('/webhooks', { name: 'one more', address, types })).toMatchObject({
    status: 409,
    body: { code: 'webhooks-too-many' },
  })
})
