import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en as todayEn } from '../../kiosk/office/today/messages.en.ts'
import { zh as todayZh } from '../../kiosk/office/today/messages.zh-CN.ts'
import { en } from '../../kiosk/office/watch/messages.en.ts'
import { zh } from '../../kiosk/office/watch/messages.zh-CN.ts'
import type { Watch } from '../../server/watch/schema.ts'
import type { Mall } from '../purchases/mall.ts'
import { languages } from '../support/slice.ts'
import { lookAtAll } from '../watch/looking.ts'
import { openMallOffice, type MallOffice } from './mall-office.ts'

let office: MallOffice
let mall: Mall
beforeAll(async () => {
  office = await openMallOffice()
  mall = office.mall
}, 240_000)
afterAll(() => office[Symbol.asyncDispose]())

const words = { 'zh-CN': zh, en } as const
const todayWords = { 'zh-CN': todayZh, en: todayEn } as const
const code = 'member-purchases-hour'

const violations = async (page: Page) =>
  (await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()).violations.map(
    ({ id, nodes }) => [id, nodes[0]?.html],
  )

/** A member who shops in great haste, and whose points wait. */
async function spoken(): Promise<void> {
  const manager = mall.people['programme-manager']
  const { watches } = (await manager.get<{ watches: Watch[] }>('/watches')).body
  const { version, setting } = watches.find((one) => one.code === code) ?? { version: 0, setting: {} }
  const body = { version, setting: { ...setting, freezes: true }, reason: 'points went in minutes last week' }
  await manager.post(`/watches/${code}/settings`, body)
  const { cardNumber } = await mall.card()
  for (let nth = 0; nth < 8; nth += 1) {
    mall.server.clock.pass({ minutes: 2 })
    await mall.buy(cardNumber, 10_000 + nth * 990, { cashier: '17' })
  }
  await lookAtAll(mall.server)
}

test.each(languages)(
  'an alert is looked into and released, a watch is tried and switched off, in %s',
  async (language) => {
    const text = words[language]
    await spoken()
    const client = mall.server.client()
    const password = 'a password for tests'
    await client.post('/staff/sign-in', { signInName: 'programme-manager', password })
    const context = await office.signedIn({ client, language })
    const page = await context.newPage()
    const dialog = page.getByRole('dialog')

    await page.goto(`${office.url}/office/`)
    const today = page.getByRole('region', { name: todayWords[language]['watch.title'] })
    await today.getByRole('row').nth(1).waitFor()
    await page.screenshot({ path: `test/output/pages/today-watch-${language}.png`, fullPage: true })
    expect(await violations(page)).toEqual([])

    await page.goto(`${office.url}/office/alerts`)
    const alert = page
      .locator('.office-section')
      .filter({ has: page.getByRole('heading', { name: text[`watch.${code}`] }) })
    await alert.waitFor()
    await page.getByText(text['frozen.member']).waitFor()
    await alert.locator('summary').click()
    expect(await alert.locator('tbody tr').count()).toBe(8)
    expect(await violations(page)).toEqual([])
    await alert.getByRole('button', { name: text['look.open'] }).click()
    await dialog.getByLabel(text['look.note']).fill('Christmas presents; the member showed the bags')
    await dialog.getByRole('button', { name: text['look.submit'] }).click()
    await dialog.waitFor({ state: 'hidden' })
    await alert.getByRole('button', { name: text['decide.open'], exact: true }).click()
    await dialog.getByText(text['decide.released'], { exact: true }).click()
    await dialog.getByLabel(text['decide.note']).fill('All is well')
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: text['decide.submit'] }).click()
    await page.getByRole('region', { name: text['alerts.done'] }).getByText('All is well').first().waitFor()
    await page.getByText(text['frozen.member']).waitFor({ state: 'hidden' })

    await page.getByRole('link', { name: text['alerts.watches'] }).click()
    const row = page.getByRole('row', { name: text[`watch.${code}`] })
    await row.getByRole('button', { name: text['list.change'] }).click()
    await dialog.getByLabel(text['form.limit.count']).fill('3')
    await dialog.getByRole('button', { name: text['try.submit'] }).click()
    await dialog.getByRole('region', { name: text['try.highest'] }).waitFor()
    expect(await violations(page)).toEqual([])
    await dialog.getByText(text['form.on'], { exact: true }).click()
    await dialog.getByLabel(text['form.reason']).fill('Too many families at once')
    await dialog.getByRole('button', { name: text['form.submit'] }).click()
    await page.getByRole('heading', { name: text['proposed.title'] }).waitFor()
    expect(await page.getByRole('button', { name: text['proposed.approve'], exact: true }).count()).toBe(0)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: text['proposed.take-back'] }).click()
    await dialog.getByRole('button', { name: text['proposed.take-back'] }).click()
    await page.getByRole('heading', { name: text['proposed.title'] }).waitFor({ state: 'hidden' })
    await context.close()
  },
)
