import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import type { Version } from '../../server/designs/schema.ts'
import { signIn, type Person } from '../support/cards.ts'
import { buildPage, openBrowser, type Pages } from '../support/pages.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { listen, until } from '../support/stations.ts'

const picture = fileURLToPath(new URL('../output/pages/editor.png', import.meta.url))

let pages: Pages
let browser: Browser
let server: TestServer
let artist: Person
let url: string
beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  server = await startTestServer()
  artist = await signIn(server, ['administrator', 'programme-manager'])
  url = await listen(server)
  const from = { kind: 'template', template: 'gold' }
  await artist.client.post('/designs', { code: 'autumn', nameZh: '秋日金卡', nameEn: 'Autumn', from })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.stop()
  pages[Symbol.dispose]()
})

async function openEditor(language: 'zh-CN' | 'en') {
  const context = await browser.newContext({
    locale: language,
    reducedMotion: 'reduce',
    bypassCSP: true,
    viewport: { width: 1440, height: 900 },
  })
  const cookies = artist.client.cookie().split('; ')
  await context.addCookies(
    cookies.map((cookie) => {
      const [name = '', value = ''] = cookie.split('=')
      return { name, value, url }
    }),
  )
  await context.addInitScript((chosen) => localStorage.setItem('cardwright.language', chosen), language)
  await pages.serve(context)
  const page = await context.newPage()
  await page.goto(`${url}/office/designs/autumn/edit`)
  await painted(page)
  return { page, [Symbol.asyncDispose]: () => context.close() }
}

const painted = (page: Page) => page.locator('[data-element="number"] path[fill]').first().waitFor()

const newest = async (): Promise<Version> =>
  (await artist.client.get<Version>('/designs/autumn/versions/1')).body

async function isFreeOfBarriers(page: Page) {
  const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
}

test('a template is opened, a text added, bound, moved by keys, undone and aligned, a picture imported; all is there after a reload', async () => {
  await using opened = await openEditor('en')
  const { page } = opened
  const card = page.getByRole('application')
  const field = (name: string) => page.getByRole('textbox', { name, exact: true })

  await page.getByRole('button', { name: 'Text', exact: true }).click()
  await expect.poll(() => field('Left mm').inputValue()).toBe('27.8')
  await page.getByRole('button', { name: /Bound to/ }).click()
  await page.getByRole('option', { name: 'Valid through' }).click()
  await page.locator('[data-element="text"] path[fill]').first().waitFor()

  await card.focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => field('Left mm').inputValue()).toBe('28.9')
  await page.keyboard.press('Control+z')
  await expect.poll(() => field('Left mm').inputValue()).toBe('27.8')
  await page.getByRole('button', { name: 'Centre', exact: true }).click()
  await expect.poll(() => field('Left mm').inputValue()).toBe('27.8')
  await page.getByRole('button', { name: 'Right', exact: true }).click()
  await expect.poll(() => field('Left mm').inputValue()).toBe('55.6')
  await page.getByText(/^Aligned “.*Left 55\.60/).waitFor()
  await page.screenshot({ path: picture, animations: 'disabled' })

  const png = readFileSync(new URL('../golden/gold-front.png', import.meta.url))
  await page.locator('input[type=file]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: png })
  await page.locator('[data-element="picture"] image').waitFor()
  await isFreeOfBarriers(page)

  await page.getByText('Saved', { exact: true }).waitFor()
  await until('the picture is saved', async () =>
    (await newest()).document.front.elements.some(({ id }) => id === 'picture'),
  )
  const { document } = await newest()
  expect(document.front.elements.find(({ id }) => id === 'text')).toMatchObject({
    text: '{{validThrough}}',
    xUm: 55_600,
  })
  expect(document.front.elements.length).toBe(cardTemplates.gold.front.elements.length + 2)
  expect(document.assets).toEqual({})

  await page.reload()
  await page.locator('[data-element="picture"] image').waitFor()
  await page.locator('[data-element="text"] path[fill]').first().waitFor()
  await page.getByRole('button', { name: '简体中文' }).click()
  await page.getByRole('heading', { name: '检查' }).waitFor()
  await isFreeOfBarriers(page)
})
