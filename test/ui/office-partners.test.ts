import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '../../kiosk/office/partners/messages.en.ts'
import { zh } from '../../kiosk/office/partners/messages.zh-CN.ts'
import { done } from '../drives/scene.ts'
import { openBrand, type Brand } from '../partners/brand.ts'
import { openMall, type Mall } from '../purchases/mall.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { languages } from '../support/slice.ts'
import type { TestServer } from '../support/server.ts'
import { listen } from '../support/stations.ts'

let pages: Pages
let browser: Browser
let mall: Mall
let url: string
beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  mall = await openMall({ clock: lastYear() })
  await mall.server.db
    .updateTable('staff_sessions')
    .set({ expires_at: new Date('2040-01-01') })
    .execute()
  url = await listen(mall.server)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await mall[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
})

/** The month must be over by the browser's clock too, which is the machine's. */
function lastYear(): TestServer['clock'] {
  let moment = new Date('2025-09-20T10:00:00+08:00')
  return {
    now: () => moment,
    set: (next) => {
      moment = next
    },
    pass: ({ minutes = 0, seconds = 0 }) => {
      moment = new Date(moment.getTime() + minutes * 60_000 + seconds * 1_000)
    },
  }
}

const words = { 'zh-CN': zh, en } as const

const violations = async (page: Page) =>
  (await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()).violations.map(
    ({ id, nodes }) => [id, nodes[0]?.html],
  )

async function busy(): Promise<Brand> {
  const brand = await openBrand(mall.server, mall.people, { earnPerDay: 5_000, burnPerMonth: 20_000 })
  const { cardNumber } = await mall.card()
  for (const [nth, points] of [250, 33, 1_200].entries()) {
    const happenedAt = mall.server.clock.now().toISOString()
    const earned = { cardNumber, points, reference: `TEA-2025-${nth}`, happenedAt }
    done(await brand.client.post('/partner/earnings', earned))
  }
  done(await brand.client.post('/partner/cancellations', { reference: 'TEA-2025-1' }))
  return brand
}

test.each(languages)(
  'a month of a partner is settled by one and approved by another, in %s',
  async (language) => {
    const text = words[language]
    const brand = await busy()
    const { openMonth } = await brand.read()
    mall.server.clock.pass({ minutes: 31 * 1440 })
    const { administrator, 'programme-manager': manager } = mall.people
    const shot = async (page: Page, name: string) => {
      const folder = process.env['SHOTS']
      if (folder)
        await page.screenshot({ path: `${folder}/partners-${language}-${name}.png`, fullPage: true })
    }
    const open = async (client: typeof manager) => {
      const context = await signedIn(browser, { pages, url, client, language })
      const page = await context.newPage()
      await page.setViewportSize({ width: 1440, height: 900 })
      return page
    }
    const page = await open(manager)
    await page.goto(`${url}/office/partners`)
    await page.getByText(text['list.title']).first().waitFor()
    await shot(page, '1-list')
    expect(await violations(page)).toEqual([])
    await page.goto(`${url}/office/partners/${brand.id}`)
    await page.getByText('TEA-2025-2').waitFor()
    await page.getByRole('button', { name: text['agreement.propose'] }).click()
    await shot(page, '2-agreement')
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: text['settle.open'].replace('{{month}}', openMonth) }).click()
    await page.getByRole('button', { name: text['settle.submit'] }).click()
    await page.getByText(text['approve.own']).waitFor()
    await shot(page, '3-waits')
    expect(await violations(page)).toEqual([])

    const second = await open(administrator)
    await second.goto(`${url}/office/partners/${brand.id}`)
    await second.getByRole('button', { name: text.approve, exact: true }).click()
    await second.getByRole('dialog').getByRole('button', { name: text.approve, exact: true }).click()
    await second.getByRole('button', { name: text['settlements.mark.paid'] }).waitFor()
    await shot(second, '4-closed')
    expect(await violations(second)).toEqual([])
    await second.getByRole('button', { name: text['adjust.open'] }).click()
    await second.getByLabel(text['adjust.sum']).fill('2.50')
    await second.getByLabel(text['adjust.note']).fill('x')
    await shot(second, '5-adjust')
    await second.getByRole('button', { name: text['adjust.submit'] }).click()
    await second.getByText(text['kind.adjustment'], { exact: true }).first().waitFor()
    await page.context().close()
    await second.context().close()
  },
  120_000,
)
