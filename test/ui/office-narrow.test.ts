import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Mall } from '../purchases/mall.ts'
import { languages } from '../support/slice.ts'
import { openMallOffice, type MallOffice } from './mall-office.ts'

let office: MallOffice
let mall: Mall
beforeAll(async () => {
  office = await openMallOffice()
  mall = office.mall
  await mall.buy((await mall.card()).cardNumber, 100_000)
}, 240_000)
afterAll(() => office[Symbol.asyncDispose]())

test.each(languages)(
  'a page with wide tables scrolls them, not itself, where it is narrow, in %s',
  async (language) => {
    const client = mall.people.administrator
    const viewport = { width: 420, height: 900 }
    const context = await office.signedIn({ client, language, viewport })
    const page = await context.newPage()
    for (const path of ['programme', 'programme/report', 'alerts/watches', 'gifts']) {
      await page.goto(`${office.url}/office/${path}`)
      await page.waitForLoadState('networkidle')
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width, path).toBeLessThanOrEqual(viewport.width)
    }
    expect(await page.locator('h1').count()).toBe(1)
    await context.close()
  },
)
