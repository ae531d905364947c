import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openMall } from '../purchases/mall.ts'
import { openReceiver, verified } from './receiver.ts'

test('a server sends by itself, within seconds, as long as there is anybody to tell', async () => {
  const clock = { now: () => new Date(), set: () => {}, pass: () => {} }
  await using receiver = await openReceiver()
  await using mall = await openMall({ clock, doesJobs: true, webhookNetworks: ['127.0.0.1/32'] })
  const { administrator } = mall.people
  const settings = { name: 'Tills', address: receiver.address, types: ['purchase.recorded'] }
  const { body } = await administrator.post<{ id: string; secret: string }>('/webhooks', settings)
  await administrator.post(`/webhooks/${body.id}/pings`)
  const types = () => receiver.received.map((message) => verified(message, body.secret).type)
  await expect.poll(types, { interval: 100 }).toEqual(['ping'])
  await mall.buy((await mall.card()).cardNumber, 10_000) // nothing but the beat looks for it
  await expect.poll(types, { interval: 100 }).toEqual(['ping', 'purchase.recorded'])
})

test('a webhook that is turned on again just after a beat found nobody to tell is told at once', async () => {
  const clock = { now: () => new Date(), set: () => {}, pass: () => {} }
  await using receiver = await openReceiver()
  await using mall = await openMall({ clock, doesJobs: true, webhookNetworks: ['127.0.0.1/32'] })
  const { administrator } = mall.people
  const settings = { name: 'Tills', address: receiver.address, types: ['purchase.recorded'] }
  const { body } = await administrator.post<{ id: string; secret: string }>('/webhooks', settings)
  const lastBeat = async () =>
    (
      await sql<{ at: Date | null }>`SELECT beat_at AS at FROM webhook_reading`.execute(mall.server.db)
    ).rows[0]?.at?.getTime()
  await expect.poll(lastBeat).toBeTypeOf('number')
  await administrator.post(`/webhooks/${body.id}/disable`)
  const before = await lastBeat()
  await expect.poll(lastBeat, { interval: 10 }).not.toBe(before)
  await sql`UPDATE webhook_reading SET beat_at = beat_at + interval '2 minutes'`.execute(mall.server.db)
  await administrator.post(`/webhooks/${body.id}/enable`)
  await administrator.post(`/webhooks/${body.id}/pings`)
  await expect.poll(() => receiver.received.length, { interval: 100 }).toBe(1)
})
