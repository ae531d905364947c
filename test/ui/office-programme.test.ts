import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en as programmeEn } from '../../kiosk/office/programme/messages.en.ts'
import { zh as programmeZh } from '../../kiosk/office/programme/messages.zh-CN.ts'
import { en as rulesEn } from '../../kiosk/office/programme/rules/messages.en.ts'
import { zh as rulesZh } from '../../kiosk/office/programme/rules/messages.zh-CN.ts'
import { versionAt } from '../../server/programmes/index.ts'
import type { Counter, Programme } from '../../server/programmes/schema.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { people, type People } from '../support/people.ts'
import { startTestServer, type Client, type TestServer } from '../support/server.ts'
import { languages } from '../support/slice.ts'
import { listen } from '../support/stations.ts'

let pages: Pages
let browser: Browser
let server: TestServer
let staff: People
let url: string
let programme: Programme
beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  server = await startTestServer()
  staff = await people(server)
  const begun = { number: 7, name: 'VIP Club', preset: 'mall-two-level' }
  programme = (await staff.administrator.post<Programme>('/programmes', begun)).body
  await staff.administrator.post<Counter>('/counters', { name: 'Shoes', joins: true, ratePerMille: 800 })
  url = await listen(server)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await server.stop()
  pages[Symbol.dispose]()
})

const words = {
  'zh-CN': { programme: programmeZh, rules: rulesZh },
  en: { programme: programmeEn, rules: rulesEn },
} as const
type Language = keyof typeof words

async function officeOf(client: Client, language: Language) {
  const context = await signedIn(browser, { pages, url, client: client, language })
  const page = await context.newPage()
  return { page, [Symbol.asyncDispose]: () => context.close() }
}

/** Without what tells a screen reader that a button works on something: it outlives its button by seconds. */
const violations = async (page: Page) =>
  (await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()).violations.map(
    ({ id, nodes }) => [id, nodes[0]?.html],
  )

test.each(languages)(
  'rules are changed by forms, read in words, and approved by another, in %s',
  async (language) => {
    const { programme: text, rules } = words[language]
    const [welcome, lateDays] = language === 'en' ? [90, 10] : [80, 20]
    await using author = await officeOf(staff.administrator, language)
    const { page } = author
    await page.goto(`${url}/office/programme`)
    await page.getByRole('link', { name: text['draft.begin'] }).click()
    await page.getByRole('textbox', { name: rules['beside.welcome'], exact: true }).fill('')
    await page.getByRole('button', { name: rules.save }).click()
    expect(
      await page
        .getByRole('textbox', { name: rules['beside.welcome'], exact: true })
        .getAttribute('aria-invalid'),
    ).toBe('true')
    await page.getByRole('textbox', { name: rules['beside.welcome'], exact: true }).fill(String(welcome))
    const late = page.getByRole('textbox', { name: rules['sales.late'], exact: true })
    await late.fill('367')
    expect(await late.getAttribute('aria-invalid')).toBe('true')
    await late.fill(String(lateDays))
    await page.getByRole('button', { name: rules['promotion.add'] }).click()
    await page.getByLabel(rules['name-zh']).last().fill('店庆')
    await page.getByLabel(rules['name-en']).last().fill(`Feast ${language}`)
    await page.getByRole('textbox', { name: rules['promotion.rate'], exact: true }).last().fill('75.5')
    await page.getByRole('button', { name: rules.save }).click()
    const changed = page.getByRole('region', { name: rules['changes.title'] })
    await changed
      .getByText(language === 'en' ? `Joining gives ${welcome} points.` : `入会即送 ${welcome} 分。`)
      .waitFor()
    await changed.getByText(language === 'en' ? '75.5 %' : '7.55 折').waitFor()
    expect(await violations(page)).toEqual([])

    await page.locator('#content').getByRole('link', { name: rules.back }).click()
    await page.getByRole('button', { name: text.submit }).click()
    await page.getByRole('dialog').getByLabel(text['submit.note']).fill('Anniversary')
    await page.getByRole('dialog').getByRole('button', { name: text.submit }).click()
    await page.getByText(text['waits.own']).waitFor()
    expect(await page.getByRole('button', { name: text.approve, exact: true }).count()).toBe(0)

    await using second = await officeOf(staff['programme-manager'], language)
    await second.page.goto(`${url}/office/programme`)
    server.clock.pass({ minutes: 5 })
    await second.page.getByRole('button', { name: text.approve, exact: true }).waitFor()
    await second.page.getByRole('button', { name: text.approve, exact: true }).click()
    await second.page.getByRole('dialog').getByRole('button', { name: text.approve, exact: true }).click()
    await second.page.getByText(text['draft.none']).waitFor()
    await second.page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await violations(second.page)).toEqual([])
    const inForce = await versionAt(server.db, programme.id, server.clock.now())
    expect(inForce?.rules).toMatchObject({
      welcomePoints: welcome,
      sales: { lateDays },
      prices: {
        promotions: expect.arrayContaining([expect.objectContaining({ nameEn: `Feast ${language}` })]),
      },
    })
  },
)

test.each(languages)('a counter’s agreement changes from now on, in %s', async (language) => {
  const { programme: text } = words[language]
  await using office = await officeOf(staff.administrator, language)
  const { page } = office
  await page.goto(`${url}/office/programme`)
  await page.getByRole('button', { name: text['agreement.open'] }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(text['counter.rate']).fill('70')
  await dialog.getByLabel(text['agreement.advertising']).fill('A page in the paper')
  server.clock.pass({ minutes: 1 })
  await dialog.getByRole('button', { name: text['agreement.submit'] }).click()
  await page.getByRole('cell', { name: '70%' }).waitFor()
})
