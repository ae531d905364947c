import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
  await mall.buy((await mall.card()).cardNumber, 100_000)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await mall[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
})

test.each(languages)(
  'a page with wide tables scrolls them, not itself, where it is narrow, in %s',
  async (language) => {
    const client = mall.people.administrator
    const viewport = { width: 420, height: 900 }
    const context = await signedIn(browser, { pages, url, client, language, viewport })
    const page = await context.newPage()
    for (const path of ['programme', 'programme/report', 'alerts/watches', 'gifts']) {
      await page.goto(`${url}/office/${path}`)
      await page.waitForLoadState('networkidle')
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width, path).toBeLessThanOrEqual(viewport.width)
    }
    expect(await page.locator('h1').count()).toBe(1)
    await context.close()
  },
)
