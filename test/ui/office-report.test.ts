import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '../../kiosk/office/reports/messages.en.ts'
import { zh } from '../../kiosk/office/reports/messages.zh-CN.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { closeMonths } from '../../server/reports/closing.ts'
import { liveThrough, numbersFrom, openPastShop, type PastShop } from '../reports/history.ts'
import { chartsOf } from '../support/charts.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { languages } from '../support/slice.ts'
import { listen } from '../support/stations.ts'

let pages: Pages
let browser: Browser
let shop: PastShop
let url: string

const MONTHS = ['2023-08', '2023-09', '2023-10', '2023-11', '2023-12', '2024-01', '2024-02', '2024-03']

beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  shop = await openPastShop('2023-08-01T00:00:00+08:00')
  await liveThrough(shop, MONTHS, numbersFrom(7))
  const { db, clock } = shop.mall.server
  shop.at('2024-04-09T12:00:00+08:00')
  await inTransaction(db, (tx) => closeMonths(tx, clock.now()))
  url = await listen(shop.mall.server)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await shop[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
})

const words = { 'zh-CN': zh, en } as const

test.each(languages)('a manager says what points are worth and reads the report, in %s', async (language) => {
  const text = words[language]
  const client = shop.mall.server.client()
  await client.post('/staff/sign-in', { signInName: 'administrator', password: 'a password for tests' })
  const context = await signedIn(browser, { pages, url, client, language })
  const page = await context.newPage()
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${url}/office/programme`)
  await page.getByRole('link', { name: text.link }).click()
  await page.getByRole('heading', { level: 1, name: text.title }).waitFor()
  await page.getByText(text['adds-up'], { exact: true }).waitFor()
  await page.getByRole('button', { name: text['worth.change'] }).click()
  await page.getByLabel(text['worth.field']).fill('50')
  await page.getByRole('button', { name: text['worth.save'] }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByText('¥0.50').first().waitFor()
  const liability = page.getByRole('region', { name: text['liability.title'] })
  expect(await liability.getByRole('row').count()).toBe(MONTHS.length + 2)
  expect(await liability.getByRole('row').nth(1).textContent()).toContain('¥')
  await page.screenshot({ path: `test/output/pages/c2-${language}.png`, fullPage: true })
  expect(await chartsOf(page)).toEqual({
    [text['liability.title']]: true,
    [text['rate.title']]: true,
    [text['expiring.title']]: true,
    [text['earned.title']]: true,
    [text['joined.title']]: true,
    [text['flows.title']]: true,
    [text['first.title']]: true,
  })
  const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  await context.close()
})
