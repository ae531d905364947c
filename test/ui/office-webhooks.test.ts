import { AxeBuilder } from '@axe-core/playwright'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '../../kiosk/office/webhooks/messages.en.ts'
import { zh } from '../../kiosk/office/webhooks/messages.zh-CN.ts'
import { allowNetworks } from '../../server/webhooks/address.ts'
import type { Webhook } from '../../server/webhooks/schema.ts'
import { startSending, type Sending } from '../../server/webhooks/sending.ts'
import { openMall, type Mall } from '../purchases/mall.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { languages } from '../support/slice.ts'
import { listen } from '../support/stations.ts'
import { openReceiver, type Receiver } from '../webhooks/receiver.ts'

let pages: Pages
let browser: Browser
let mall: Mall
let receiver: Receiver
let sending: Sending
let url: string

beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  mall = await openMall({ webhookNetworks: ['127.0.0.1'] })
  receiver = await openReceiver()
  const { platform, keys } = mall.server
  sending = startSending(platform, { keys, allowed: allowNetworks(['127.0.0.1']), timeoutMs: 2_000 })
  url = await listen(mall.server)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await sending.stop()
  await receiver[Symbol.asyncDispose]()
  await mall[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
})

const words = { 'zh-CN': zh, en } as const

const violations = async (page: Page) =>
  (await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()).violations.map(
    ({ id, nodes }) => [id, nodes[0]?.html],
  )

/** Once all is there to be collected. */
async function send(): Promise<void> {
  const hidden = sql<{ count: number }>`
    SELECT count(*)::int AS count FROM audit_entries WHERE xact >= pg_snapshot_xmin(pg_current_snapshot())`
  await expect.poll(async () => (await hidden.execute(mall.server.db)).rows[0]?.count).toBe(0)
  await sending.beat()
  await sending.settled()
}

/** One purchase that the receiver takes, and one that it refuses. */
async function told(name: string): Promise<void> {
  const { administrator } = mall.people
  const { webhooks } = (await administrator.get<{ webhooks: Webhook[] }>('/webhooks')).body
  for (const { id } of webhooks) await administrator.post(`/webhooks/${id}/remove`)
  await administrator.post('/webhooks', { name, address: receiver.address, types: ['purchase.recorded'] })
  mall.server.clock.pass({ seconds: 1 })
  const { cardNumber } = await mall.card()
  await mall.buy(cardNumber, 55_900)
  await send()
  receiver.answer((_, response) => {
    response.statusCode = 422
    response.end('no such counter here')
  })
  await mall.buy(cardNumber, 50_000)
  await send()
  receiver.answer((_, response) => response.end('ok'))
}

test.each(languages)(
  'an administrator sees what a webhook was sent, and sends it once more, in %s',
  async (language) => {
    const text = words[language]
    const name = `收银 Tills ${language}`
    await told(name)
    const client = mall.server.client()
    await client.post('/staff/sign-in', { signInName: 'administrator', password: 'a password for tests' })
    const context = await signedIn(browser, { pages, url, client, language })
    const page = await context.newPage()
    await page.goto(`${url}/office/settings/webhooks`)
    await page.getByRole('row', { name }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.screenshot({ path: `test/output/pages/webhooks-${language}.png`, fullPage: true })
    await page.getByRole('link', { name }).click()
    const deliveries = page.getByRole('region', { name: text['deliveries.title'] })
    await deliveries.getByText('no such counter here').waitFor()
    await deliveries.getByText('200').first().waitFor()
    expect(await deliveries.getByText(text['type.purchase.recorded']).count()).toBe(2)
    expect(await violations(page)).toEqual([])
    await page.screenshot({ path: `test/output/pages/webhook-${language}.png`, fullPage: true })

    const before = receiver.received.length
    const taken = deliveries.getByRole('row').filter({ hasText: text['delivery.delivered'] })
    await taken.getByRole('button', { name: text['replay.one'] }).click()
    await taken.getByRole('button', { name: text['replay.one'] }).waitFor({ state: 'hidden' })
    await send()
    expect(receiver.received.slice(before).map(({ id }) => id)).toEqual([receiver.received[before - 2]?.id])

    await page.getByRole('button', { name: text['replay.since'] }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(text['replay.day']).fill('2026-01-01')
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: text['replay.submit'] }).click()
    await dialog.getByRole('button', { name: text.done, exact: true }).click()
    await send()
    await page.getByText(text['delivery.delivered'], { exact: true }).nth(1).waitFor()
    await context.close()
  },
)
