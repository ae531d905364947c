import { EventEmitter, once } from 'node:events'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sectionNames, sections } from '../../kiosk/office/sections.ts'
import { may } from '../../kiosk/office/roles.ts'
import { ROLES, type Role } from '../../server/platform/actor.ts'
import type { Language } from '../../kiosk/i18n/language.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { people, type People } from '../support/people.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { listen } from '../support/stations.ts'
import { isWhole } from '../support/slice.ts'

let pages: Pages
let browser: Browser
let server: TestServer
let everybody: People
let url: string
beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  server = await startTestServer()
  everybody = await people(server)
  url = await listen(server)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.stop()
  pages[Symbol.dispose]()
})

/** The office as somebody of one role sees it after signing in. */
async function officeOf(
  role: Role,
  { language = 'en', theme = 'light' }: { language?: Language; theme?: string } = {},
) {
  const context = await signedIn(browser, { pages, url, client: everybody[role], language })
  await context.addInitScript((chosen) => localStorage.setItem('cardwright.theme', chosen), theme)
  const page = await context.newPage()
  const refused: string[] = []
  page.on('response', (answer) => {
    if (answer.status() >= 400) refused.push(`${answer.status()} ${new URL(answer.url()).pathname}`)
  })
  page.on('pageerror', (error) => refused.push(error.message))
  return { page, refused, [Symbol.asyncDispose]: () => closed(context) }
}
const closed = (context: BrowserContext) => context.close()

type Office = Awaited<ReturnType<typeof officeOf>>

/** Goes to a section; resolves when all that it asks the server for has come. */
async function goTo({ page }: Office, section: (typeof sectionNames)[number]) {
  await page.goto(`${url}/office${sections[section].to}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const lead = page.locator('output.lead')
  await expect.poll(() => lead.innerText()).not.toMatch(/Loading|正在读取|^$/)
}

describe.each(isWhole ? ROLES : (['promoter'] as const))('to a %s', (role) => {
  test('the navigation offers nothing that the server refuses', { timeout: 120_000 }, async () => {
    await using office = await officeOf(role)
    const offered = sectionNames.filter((name) => may({ roles: [role] }, sections[name].roles))
    for (const section of offered) await goTo(office, section)
    expect(office.refused).toEqual([])
    const links = office.page.getByRole('navigation').getByRole('link')
    expect(await links.count()).toBe(offered.length)
  })
})

const looks = [
  ['zh-CN', 'dark'],
  ['en', 'contrast'],
] as const
describe.each(isWhole ? looks : looks.slice(0, 1))('in %s and %s', (language, theme) => {
  test('every section of an empty shop is free of barriers', { timeout: 180_000 }, async () => {
    await using office = await officeOf('administrator', { language, theme })
    for (const section of sectionNames) {
      await goTo(office, section)
      const { violations } = await new AxeBuilder({ page: office.page }).analyze()
      expect(violations.map(({ id, nodes }) => `${section}: ${id} ${nodes[0]?.html}`)).toEqual([])
    }
  })
})

test('a dialog is opened, filled in, refused, mended and closed by keyboard alone', async () => {
  await using office = await officeOf('administrator')
  await goTo(office, 'settings')
  const { page } = office
  const add = page.getByRole('button', { name: 'Add a place' })
  await add.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  const name = dialog.getByLabel('Name')
  await expect.poll(() => dialog.evaluate((node) => node.contains(document.activeElement))).toBe(true)

  await name.focus()
  await page.keyboard.press('Enter')
  await dialog.getByText('Please fill this in.').waitFor()
  await expect.poll(() => name.evaluate((node) => node === document.activeElement)).toBe(true)

  await page.keyboard.type('Main store')
  await page.keyboard.press('Enter')
  await page.getByRole('rowheader', { name: 'Main store' }).waitFor()
  await expect.poll(() => add.evaluate((node) => node === document.activeElement)).toBe(true)
})

test.each([
  ['en', 'Batches under way', 'No batch is under way.', 'There is no station yet.'],
  ['zh-CN', '正在进行的批次', '没有正在进行的批次。', '还没有工作站。'],
] as const)(
  'today says in %s that there is nothing once it has read so',
  async (language, title, batches, stations) => {
    await using office = await officeOf('card-operator', { language })
    const { page } = office
    const hand = new EventEmitter()
    const isWanted = once(hand, 'let go')
    for (const path of ['batches', 'stations'])
      await page.route(`**/api/v1/${path}`, async (route) => {
        await isWanted
        await route.continue()
      })
    await page.goto(`${url}/office`)
    await page.getByRole('heading', { name: title }).waitFor()
    for (const words of [batches, stations]) expect(await page.getByText(words).count()).toBe(0)
    hand.emit('let go')
    for (const words of [batches, stations]) await page.getByText(words).waitFor()
  },
)
