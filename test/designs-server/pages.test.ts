import { mkdirSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Saved, Version } from '../../server/designs/schema.ts'
import { signIn, type Person } from '../support/cards.ts'
import type { Language } from '../../kiosk/i18n/language.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { languages } from '../support/slice.ts'
import { listen } from '../support/stations.ts'

const pictures = 'test/output/designs-server'

let pages: Pages
let browser: Browser
let server: TestServer
let artist: Person
let second: Person
let url: string

/** A design whose first version is approved and whose second waits for approval. */
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  pages = buildPage('office')
  browser = await openBrowser()
  server = await startTestServer()
  artist = await signIn(server, ['programme-manager'])
  second = await signIn(server, ['programme-manager'])
  url = await listen(server)
  const from = { kind: 'template', template: 'diamond' }
  await artist.client.post('/designs', { code: 'spring', nameZh: '春季卡', nameEn: 'Spring card', from })
  await artist.client.post('/designs/spring/submit', { number: 1, revision: 1, note: 'First of the season' })
  await second.client.post('/designs/spring/approve', { number: 1, revision: 1 })
  const { body } = await artist.client.get<Version>('/designs/spring/versions/1')
  const { front } = body.document
  const elements = front.elements.map((element, index) =>
    index % 4 === 1 ? { ...element, opacity: 0.3 } : element,
  )
  const document = { ...body.document, front: { ...front, elements } }
  await artist.client.post<Saved>('/designs/spring/draft', { base: { number: 1, revision: 1 }, document })
  await artist.client.post('/designs/spring/submit', { number: 2, revision: 1, note: 'Softer light' })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.stop()
  pages[Symbol.dispose]()
})

async function officeOf(person: Person, language: Language): Promise<Page> {
  const context = await signedIn(browser, { pages, url, client: person.client, language })
  return context.newPage()
}

async function look(page: Page, name: string) {
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete))
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
}

describe.each(languages)('in %s', (language) => {
  test('the library shows every design by both its sides, and begins a new one from a template', async () => {
    const page = await officeOf(artist, language)
    await page.goto(`${url}/office/designs`)
    await page.locator('.design-card').nth(2).waitFor()
    await look(page, `library-${language}`)
    await page.getByRole('button', { name: /^(New design|新设计)$/ }).click()
    await page.getByRole('dialog').waitFor()
    await look(page, `new-${language}`)
    await page.getByLabel(/Chinese|中文名称/).fill('礼品卡')
    await page.getByLabel(/English|英文名称/).fill('Gift card')
    await page.getByLabel(/^(Code|代码)/).fill(`gift-${language.toLowerCase()}`)
    await page.getByRole('button', { name: /^(Start|开始设计)$/ }).click()
    await page.waitForURL(/\/office\/designs\/gift-/)
    await page.getByRole('button', { name: /^(Submit for approval|提交审批)$/ }).waitFor()
    await page.context().close()
  })

  test('a version is looked at and compared, the line between two moved by keyboard', async () => {
    const page = await officeOf(second, language)
    await page.goto(`${url}/office/designs/spring`)
    await page.getByRole('button', { name: /^(Approve|批准)$/ }).waitFor()
    const line = page.getByRole('slider')
    await line.focus()
    for (let press = 0; press < 10; press += 1) await page.keyboard.press('ArrowRight')
    expect(await line.inputValue()).toBe('60')
    await page
      .getByText(/Opacity|透明度/)
      .first()
      .waitFor()
    await look(page, `design-${language}`)
    await page.context().close()
  })
})
