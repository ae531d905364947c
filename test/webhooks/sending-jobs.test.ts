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
  for (const way of ['disable', 'enable', 'disable', 'enable'])
    expect((await administrator.post(`/webhooks/${body.id}/${way}`)).status).toBe(200)
  await administrator.post(`/webhooks/${body.id}/pings`)
  await expect.poll(() => types().at(-1), { interval: 100 }).toBe('ping')
  await mall.buy((await mall.card()).cardNumber, 20_000)
  await expect.poll(() => types().at(-1), { interval: 100 }).toBe('purchase.recorded')
})
