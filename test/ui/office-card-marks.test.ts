import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { en as alertsEn } from '../../kiosk/office/alerts/messages.en.ts'
import { zh as alertsZh } from '../../kiosk/office/alerts/messages.zh-CN.ts'
import { en as batchesEn } from '../../kiosk/office/batches/messages.en.ts'
import { zh as batchesZh } from '../../kiosk/office/batches/messages.zh-CN.ts'
import { en as settingsEn } from '../../kiosk/office/settings/messages.en.ts'
import { zh as settingsZh } from '../../kiosk/office/settings/messages.zh-CN.ts'
import { beginEncoding } from '../../server/batches/index.ts'
import { moveCard, securityCode } from '../../server/cards/index.ts'
import {
  addProgramme,
  asStaff,
  finishCard,
  numbersOf,
  orderBatch,
  signIn,
  verifySample,
  type Person,
} from '../support/cards.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { languages } from '../support/slice.ts'
import { listen, startStation } from '../support/stations.ts'

let pages: Pages
let browser: Browser
let server: TestServer
let boss: Person
let url: string
let cardNumber: string
let boxed: string
let striped: string
let stopStation: () => Promise<void>

const words = {
  'zh-CN': { alerts: alertsZh, batches: batchesZh, settings: settingsZh },
  en: { alerts: alertsEn, batches: batchesEn, settings: settingsEn },
} as const
type Language = keyof typeof words

beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  server = await startTestServer()
  boss = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  const programmeId = await addProgramme(boss)
  const batch = await orderBatch(boss, { programmeId, quantity: 1 })
  boxed = batch.id
  cardNumber = (await numbersOf(boss, boxed))[0] ?? ''
  await finishCard(server, { batch, cardNumber, staffId: boss.staffId })
  await verifySample(server, boxed)
  await boss.client.post(`/batches/${boxed}/boxes`, { quantity: 1 })
  striped = (await orderBatch(boss, { programmeId, quantity: 1, chip: 'stripe-only' })).id
  const [stripe = ''] = await numbersOf(boss, striped)
  await asStaff(server, boss.staffId, async (work) => {
    await beginEncoding(work, striped)
    const none = { cardNumber: stripe, set: { has_chip: false } }
    await moveCard(work, { ...none, from: ['numbered'], to: 'encoding' })
    return moveCard(work, { ...none, from: ['encoding'], to: 'encoded' })
  })
  url = await listen(server)
  const { station } = await startStation(boss, { url, name: 'Desk' })
  stopStation = () => station.stop()
}, 240_000)
afterAll(async () => {
  await browser.close()
  await stopStation()
  await server.stop()
  pages[Symbol.dispose]()
})

async function open(language: Language, path: string): Promise<Page> {
  const context = await signedIn(browser, { pages, url, client: boss.client, language })
  const page = await context.newPage()
  await page.goto(`${url}/office${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}

/** Kept to be looked at; and nothing on it may keep anybody out. */
async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `test/output/card-marks/${name}.png`, fullPage: true })
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
}

describe.each(languages)('in %s', { timeout: 120_000 }, (language) => {
  const { alerts, batches, settings } = words[language]

  test('number and printed code are found to belong together, or not', async () => {
    const page = await open(language, '/alerts')
    await page.getByRole('button', { name: alerts['check.open'] }).click()
    const code = securityCode(server.keys, { cardNumber, keyGeneration: 1 })
    const check = async (typed: string) => {
      await page.getByLabel(alerts['check.number']).fill(cardNumber)
      await page.getByLabel(alerts['check.code']).fill(typed)
      await page.getByRole('button', { name: alerts['check.submit'], exact: true }).click()
    }
    await check(code === '000000' ? '000001' : '000000')
    await page.getByRole('dialog').getByRole('alert').waitFor()
    await check(code)
    await page.getByText(alerts['check.genuine'], { exact: true }).waitFor()
    await look(page, `check-${language}`)
    await page.context().close()
  })

  test('settings show under which keys numbers are drawn, and begin the next scheme', async () => {
    const page = await open(language, '/settings')
    await page.getByRole('heading', { name: settings['gs1.title'] }).waitFor()
    await page.getByRole('columnheader', { name: settings['numbers.keys'] }).waitFor()
    await look(page, `settings-${language}`)
    await page.getByRole('button', { name: settings['numbers.begin'] }).click()
    const dialog = page.getByRole('dialog')
    await look(page, `scheme-${language}`)
    await dialog.getByRole('button', { name: settings['numbers.begin'] }).click()
    await dialog.getByRole('alert').waitFor() // the keys were not rotated since
    await page.context().close()
  })

  test('a box offers its label, and cards with a stripe alone a swipe', async () => {
    const page = await open(language, `/batches/${boxed}`)
    const label = page.getByRole('link', { name: batches['boxes.label.of'].replace(/\{\{code\}\}.*/, '') })
    expect(await label.getAttribute('href')).toMatch(new RegExp(`/label.pdf\\?language=${language}$`))
    await look(page, `box-${language}`)
    await page.goto(`${url}/office/batches/${striped}`)
    await page.getByRole('button', { name: batches['verify.reader.open-swipe'] }).waitFor()
    expect(await page.getByLabel(batches['verify.scan']).count()).toBe(0)
    await look(page, `swipe-${language}`)
    await page.context().close()
  })
})

test('the company prefix is set once, and then shown', { timeout: 60_000 }, async () => {
  const { settings } = words.en
  const page = await open('en', '/settings')
  await page.getByRole('button', { name: settings['gs1.set'] }).click()
  await page.getByRole('textbox', { name: settings['gs1.field'] }).fill('6901234')
  await look(page, 'gs1')
  await page.getByRole('button', { name: settings['gs1.submit'] }).click()
  await page.getByText('6901234').waitFor()
  expect(await page.getByRole('button', { name: settings['gs1.set'] }).count()).toBe(0)
  await page.context().close()
})
