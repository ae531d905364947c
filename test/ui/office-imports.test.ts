import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '../../kiosk/office/imports/messages.en.ts'
import { zh } from '../../kiosk/office/imports/messages.zh-CN.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { people, type People } from '../support/people.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { languages } from '../support/slice.ts'
import { listen } from '../support/stations.ts'

let pages: Pages
let browser: Browser
let server: TestServer
let staff: People
let url: string
beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  server = await startTestServer({ doesJobs: true })
  staff = await people(server)
  await staff.administrator.post('/programmes', { number: 7, name: 'Club', preset: 'mall-two-level' })
  await staff.administrator.post('/counters', { name: 'Shoes', joins: true, ratePerMille: 800 })
  url = await listen(server)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await server.stop()
  pages[Symbol.dispose]()
})

const words = { 'zh-CN': zh, en } as const

const violations = async (page: Page) =>
  (await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()).violations.map(
    ({ id, nodes }) => [id, nodes[0]?.html],
  )

const sheet = (language: string) =>
  Buffer.from(
    `会员号,消费日期,实付金额,小票号\n${Array.from({ length: 30 }, (_, nth) => `${language}-${nth % 7},2025-0${(nth % 9) + 1}-11,"¥1,${100 + nth}.50",${language}-${nth}`).join('\n')}\n${language}-1,2025-13-01,12.00,x\n${language}-1,2025-01-11,一百,y\n`,
  )

test.each(languages)(
  'a file is uploaded, its columns seen to, checked, imported and undone, in %s',
  async (language) => {
    const text = words[language]
    await using context = await signedIn(browser, { pages, url, client: staff.administrator, language })
    const page = await context.newPage()
    const shot = async (name: string) => {
      const folder = process.env['SHOTS']
      if (folder) await page.screenshot({ path: `${folder}/imports-${language}-${name}.png` })
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${url}/office/settings/imports`)
    await page.getByRole('button', { name: text.new }).first().click()
    await page.getByRole('dialog').getByText(text['kind.purchases'], { exact: true }).click()
    await page.getByLabel(text['new.file'], { exact: true }).setInputFiles({
      name: `某商场二〇二五年全部专柜消费记录导出文件（含退货）最终版本-${'long-name-'.repeat(8)}.csv`,
      mimeType: 'text/csv',
      buffer: sheet(language),
    })
    await shot('1-new')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: text['new.submit'] }).click()
    await page.getByRole('button', { name: text.check, exact: true }).waitFor()
    await shot('2-columns')
    await page.getByRole('button', { name: text.check, exact: true }).click()
    await page
      .getByText(text['faults.whole'])
      .or(page.getByText(text['field.amount']).last())
      .first()
      .waitFor()
    const start = page.getByRole('button', { name: language === 'en' ? 'Import 30 rows' : '导入 30 行' })
    await start.waitFor()
    await shot('3-checked')
    expect(await violations(page)).toEqual([])
    await start.click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: language === 'en' ? 'Import 30 rows' : '导入 30 行' })
      .click()
    await page.getByText(text['say.finished']).waitFor()
    await shot('4-finished')
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: text.back }).click()
    await page.getByText(text['state.finished']).first().waitFor()
    await shot('5-list')
    await page.goBack()
    await page.getByRole('button', { name: text.undo }).click()
    await shot('6-undo')
    await page.getByRole('dialog').getByRole('button', { name: text.undo }).click()
    await page.getByText(text['say.undone']).waitFor()
    expect(await violations(page)).toEqual([])
  },
  120_000,
)
