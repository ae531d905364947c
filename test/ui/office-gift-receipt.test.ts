import { setTimeout as pause } from 'node:timers/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '../../kiosk/office/gifts/messages.en.ts'
import { zh } from '../../kiosk/office/gifts/messages.zh-CN.ts'
import type { Gift } from '../../server/gifts/schema.ts'
import { keepOutput, rasterise, run, withFile } from '../designs/support/raster.ts'
import { openGiftCounter, type GiftCounter } from '../gifts/counter.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { languages } from '../support/slice.ts'
import { listen } from '../support/stations.ts'

let pages: Pages
let browser: Browser
let counter: GiftCounter
let url: string

beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  counter = await openGiftCounter()
  url = await listen(counter.server)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await counter[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
})

const violations = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])

const words = { 'zh-CN': zh, en } as const
const names = { 'zh-CN': '<b>雨伞</b>&"花" (\\)', en: '<b>Umbrella</b> & "Co" (\\)' } as const

test.each(languages)(
  'a clerk hands a gift over and prints its receipt, on which its name stands as it was typed, in %s',
  async (language) => {
    const text = words[language]
    const { administrator, promoter } = counter.people
    const [nameZh, nameEn] = [`${names['zh-CN']} ${language}`, `${names.en} ${language}`]
    const gift = { nameZh, nameEn, picture: 'umbrella', pricePoints: 60 }
    const { body: added } = await administrator.post<Gift>('/gifts', gift)
    const delivery = { placeId: counter.placeId, quantity: 1, reference: 'delivery' }
    await administrator.post(`/gifts/${added.id}/received`, delivery)
    const held = await counter.hold(await counter.member(100), added.id)
    if (!held.ok) throw new Error(held.reason)

    const context = await signedIn(browser, { pages, url, client: promoter, language })
    const page = await context.newPage()
    await page.goto(`${url}/office/gifts`)
    await page.getByRole('button', { name: text['hand.open'] }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill(held.value.pickUpCode)
    // The list without the gift is read first, all else of the page later.
    await page.route(/\/api\/v1\/(?!.*\/holds)/, async (route) => {
      if (route.request().method() === 'GET') await pause(1_000)
      await route.continue()
    })
    await dialog.getByRole('button', { name: text['hand.submit'] }).click()
    const receipt = page.getByRole('link', { name: text['hand.receipt'] })
    await receipt.waitFor()
    await page.screenshot({ path: `test/output/office-gift-receipt-${language}.png`, fullPage: true })
    // What led the keyboard within the dialog leaves a moment after it.
    await expect.poll(() => violations(page)).toEqual([])

    const path = (await receipt.getAttribute('href'))?.replace('/api/v1', '') ?? ''
    const { body } = await promoter.get<Buffer>(path)
    const [picture = Buffer.alloc(0)] = rasterise(body, 200)
    keepOutput(`receipt-${language}.png`, picture)
    const printed = withFile(body, 'receipt.pdf', (file) => run('pdftotext', '-raw', file, '-'))
    expect(printed.replace(/\s/g, '')).toContain(names[language].replace(/\s/g, ''))
    await context.close()
  },
)
