import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en as replayEn } from '../../kiosk/office/programme/replay/messages.en.ts'
import { zh as replayZh } from '../../kiosk/office/programme/replay/messages.zh-CN.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { Rules } from '../../server/programmes/schema.ts'
import { createReplays, type Replays } from '../../server/replay/running.ts'
import { line, openMall, type Mall } from '../purchases/mall.ts'
import { chartsOf } from '../support/charts.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { languages } from '../support/slice.ts'
import { listen } from '../support/stations.ts'

let pages: Pages
let browser: Browser
let mall: Mall
let replays: Replays
let url: string

const basis = presets['mall-two-level']
const easier: Rules = {
  ...basis,
  levels: basis.levels.map((level) =>
    level.code === 'diamond' ? { ...level, ways: [{ kind: 'spend', fen: 90_000, months: 12 }] } : level,
  ),
  earn: { ...basis.earn, unitFen: 800 },
  expiry: { kind: 'rolling', months: 3 },
}

beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  mall = await openMall()
  replays = createReplays(mall.server.platform, mall.server.databaseUrl)
  const { administrator } = mall.people
  const draft = { base: null, rules: easier, startsAt: null }
  await administrator.post(`/programmes/${mall.programme.id}/draft`, draft)
  const start = mall.server.clock.now().getTime()
  const cards = []
  for (let index = 0; index < 5; index += 1) cards.push(await mall.card())
  await mall.server.db.updateTable('cards').set({ shares_balance: true }).execute()
  for (let month = 0; month < 9; month += 1) {
    for (const [index, { cardNumber }] of cards.entries()) {
      mall.server.clock.set(new Date(start + month * 30 * 86_400_000 + index * 60_000))
      const fen = 9_000 + index * 2_500 + month * 700
      await mall.buy(cardNumber, Math.round(fen * 0.88), { lines: [line(fen)] })
    }
  }
  url = await listen(mall.server)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await replays.stop()
  await mall[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
})

const words = { 'zh-CN': replayZh, en: replayEn } as const

const violations = async (page: Page) =>
  (await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()).violations.map(
    ({ id, nodes }) => [id, nodes[0]?.html],
  )

test.each(languages)('a manager tries the draft and reads who rises and falls, in %s', async (language) => {
  const text = words[language]
  const client = mall.server.client()
  await client.post('/staff/sign-in', { signInName: 'administrator', password: 'a password for tests' })
  const context = await signedIn(browser, { pages, url, client, language })
  const page = await context.newPage()
  await page.goto(`${url}/office/programme`)
  await page.getByRole('link', { name: text['list.title'] }).click()
  const today = mall.server.clock.now().toISOString().slice(0, 10)
  await page.getByLabel(text['begin.from']).fill('2026-11-01')
  await page.getByLabel(text['begin.until']).fill(today)
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: text['begin.submit'] }).click()
  await page.getByRole('button', { name: text.cancel }).waitFor()
  const id = page.url().split('/').at(-1) ?? ''
  await replays.run(id)
  await page.getByRole('heading', { name: text['moved.title'] }).waitFor()
  const diamond = language === 'en' ? 'VIP Diamond' : 'VIP 钻石卡'
  await page.getByRole('region', { name: text['moved.title'] }).getByText(diamond).first().waitFor()
  expect(await violations(page)).toEqual([])
  expect(await chartsOf(page)).toEqual({
    [text['sums.title']]: true,
    [text['flows.title']]: true,
    [text['months.title']]: true,
    [text['levels.title']]: true,
  })
  await page.screenshot({ path: `test/output/pages/replay-${language}.png`, fullPage: true })
  expect(await page.getByRole('link', { name: text['file.xlsx'] }).getAttribute('href')).toContain(
    'trial.xlsx',
  )
  await page.goto(`${url}/office/programme`)
  await page.getByRole('link', { name: text['link.result'] }).waitFor()
  await context.close()
})
