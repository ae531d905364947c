import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en as levelsEn } from '../../kiosk/office/levels/messages.en.ts'
import { zh as levelsZh } from '../../kiosk/office/levels/messages.zh-CN.ts'
import { en as todayEn } from '../../kiosk/office/today/messages.en.ts'
import { zh as todayZh } from '../../kiosk/office/today/messages.zh-CN.ts'
import { done } from '../drives/scene.ts'
import { openMall, type Mall } from '../purchases/mall.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { languages } from '../support/slice.ts'
import { listen } from '../support/stations.ts'

let pages: Pages
let browser: Browser
let mall: Mall
let url: string
beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  mall = await openMall()
  url = await listen(mall.server)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await mall[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
})

const words = {
  'zh-CN': { levels: levelsZh, today: todayZh },
  en: { levels: levelsEn, today: todayEn },
} as const

test.each(languages)(
  'a level that waits is found from the first page and given by a second person, in %s',
  async (language) => {
    const { levels: text, today } = words[language]
    const { 'programme-manager': manager, administrator } = mall.people
    const reason = `Guest of the house ${language}`
    for (let asked = 'approved'; asked === 'approved';) {
      const { memberId } = await mall.card('gold')
      const body = { level: 'diamond', reason }
      asked = done(await manager.post<{ state: string }>(`/members/${memberId}/level`, body)).state
    }
    const context = await signedIn(browser, { pages, url, client: administrator, language })
    const page = await context.newPage()
    await page.goto(`${url}/office/`)
    const one =
      'decisions.levels_one' in today ? today['decisions.levels_one'] : today['decisions.levels_other']
    await page.getByRole('link', { name: one.replace('{{count}}', '1') }).click()
    const row = page.getByRole('row').filter({ hasText: reason })
    await row.getByRole('link', { name: text['waiting.member'] }).waitFor()
    const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    await row.getByRole('button', { name: text['waiting.approve'], exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: text['give.submit'] }).click()
    await row.waitFor({ state: 'detached' })
    const { gifts } = done(await manager.get<{ gifts: unknown[] }>('/level-gifts'))
    expect(gifts).toEqual([])
    await context.close()
  },
)
