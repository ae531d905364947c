import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '../../kiosk/office/batches/messages.en.ts'
import { zh } from '../../kiosk/office/batches/messages.zh-CN.ts'
import type { PlanNow } from '../../server/drives/plan-schema.ts'
import { done, setScene, type Scene } from '../drives/scene.ts'
import { signIn } from '../support/cards.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { languages } from '../support/slice.ts'
import { listen } from '../support/stations.ts'

let pages: Pages
let browser: Browser
let scene: Scene
let url: string

beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  scene = await setScene({ cards: 1 })
  url = await listen(scene.server)
  const path = `/drives/${scene.driveId}/plan`
  const { plan, version } = done(await scene.manager.client.get<PlanNow>(path))
  const body = { seenVersion: version, reason: 'diamonds', plan: { ...plan, cardDesign: 'diamond' } }
  done(await scene.manager.client.post(path, body))
}, 240_000)
afterAll(async () => {
  await browser.close()
  await scene[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
})

const words = { 'zh-CN': zh, en } as const

test.each(languages)(
  'an order follows the plan of its drive, and says where it does not, in %s',
  async (language) => {
    const text = words[language]
    const operator = await signIn(scene.server, ['card-operator'])
    const context = await signedIn(browser, { pages, client: operator.client, url, language })
    const page = await context.newPage()
    const look = async () => {
      const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    }
    await page.goto(`${url}/office/batches/new`)
    await page.getByLabel(text['new.drive']).first().click()
    await page.getByRole('option', { name: 'Three free days' }).click()
    const quantity = page.getByLabel(text['new.quantity'], { exact: true })
    await expect.poll(() => quantity.inputValue()).toBe('300')
    const chosen = page.locator('.design-choice[data-selected]')
    await chosen.waitFor()
    const planned = await chosen.innerText()
    expect(await page.getByText(text['new.drive.other'], { exact: true }).count()).toBe(0)
    await look()
    await page.screenshot({ path: `test/output/office-new-batch.${language}.png`, fullPage: true })
    await page.locator('.design-choice:not([data-selected])').first().click()
    await page.getByText(text['new.drive.other'], { exact: true }).waitFor()
    await look()
    await page.screenshot({ path: `test/output/office-new-batch-other.${language}.png` })
    await page.locator('.design-choice', { hasText: planned }).first().click()
    await page.getByText(text['new.drive.other'], { exact: true }).waitFor({ state: 'detached' })
    await context.close()
  },
  240_000,
)
