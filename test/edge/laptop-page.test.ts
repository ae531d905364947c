import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '../../kiosk/laptop/messages.en.ts'
import { zh } from '../../kiosk/laptop/messages.zh-CN.ts'
import { done, setScene } from '../drives/scene.ts'
import { buildPage, openBrowser, type Pages } from '../support/pages.ts'
import { startTestServer } from '../support/server.ts'
import { languages } from '../support/slice.ts'
import { listen } from '../support/stations.ts'
import { ask, lateForm, pairTablet, write } from '../tablets/tablet.ts'
import { hand, newLaptop, through } from './ground.ts'
import { relayTo } from './relay.ts'

const words = { 'zh-CN': zh, en } as const
const pictures = fileURLToPath(new URL('../output/pages/', import.meta.url))
const soon = { timeout: 30_000, interval: 250 }

let pages: Pages
let browser: Browser

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  pages = buildPage('laptop')
  browser = await openBrowser()
}, 240_000)
afterAll(async () => {
  await browser.close()
  pages[Symbol.dispose]()
})

test.each(languages)(
  'says whether anything must be done, what waits and of which tablets, in %s',
  async (language) => {
    const text = words[language]
    await using scene = await setScene({ cards: 3, umbrellas: 3 })
    await using line = await relayTo(await listen(scene.server))
    const identity = await newLaptop(scene, line.url, '一号笔记本')
    const laptop = await startTestServer({ clock: scene.server.clock, gathers: identity })
    const url = await listen(laptop)
    const context = await browser.newContext({ locale: language, reducedMotion: 'reduce', bypassCSP: true })
    await pages.serve(context)
    const page = await context.newPage()
    const faults: string[] = []
    const see = (step: string) => look(page, { name: `laptop-${language}-${step}`, faults })
    const title = (words: string) => page.locator('.notice-title', { hasText: words }).waitFor()

    await page.goto(`${url}/laptop`)
    await title(text['reached.title'])
    await page.getByText(text['tablets.none'], { exact: true }).waitFor()
    await see('1-empty')

    const paired = await pairTablet(scene, scene.boothId, '平板 1')
    const other = await pairTablet(scene, scene.boothId, '平板 2')
    const tablet = through(paired, laptop)
    await expect.poll(async () => (await ask(tablet, { path: '/provision' })).status, soon).toBe(200)
    done(await scene.manager.client.post(`/tablets/${other.id}/revoke`))
    line.cut()
    for (const card of scene.cards.slice(0, 2))
      write(tablet, { promoterId: scene.promoter.staffId, body: lateForm(scene, card.cardNumber) })
    done(await hand(tablet))
    await title(text['lost.title'])
    await page.getByRole('cell', { name: '2', exact: true }).waitFor()
    await page.getByText(text['waiting.count_other'].replace('{{count}}', '2'), { exact: true }).waitFor()
    await see('2-lost')

    line.mend()
    await title(text['reached.title'])
    await page.getByText(text['tablets.revoked'], { exact: true }).waitFor()
    expect(await page.getByText(text['sent.none'], { exact: true }).count()).toBe(0)
    await see('3-reached')

    line.cut()
    done(await hand(tablet))
    write(tablet, { promoterId: scene.promoter.staffId, body: lateForm(scene, scene.cards[2]?.cardNumber) })
    done(await hand(tablet))
    done(await scene.manager.client.post(`/laptops/${identity.laptopId}/revoke`))
    line.mend()
    await title(text['refused.title'])
    await page.getByText(`cardwright edge --headquarters ${line.url} --code CODE`).waitFor()
    await see('4-refused')
    expect(faults).toEqual([])

    await laptop.stop()
    await page.getByRole('alert').first().waitFor()
    await context.close()
  },
  180_000,
)

async function look(page: Page, { name, faults }: { name: string; faults: string[] }) {
  for (const [width, height] of [
    [1280, 800],
    [800, 1280],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.evaluate(() => document.fonts.ready)
    await page.screenshot({ path: `${pictures}${name}-${width}.png`, fullPage: true })
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (over > 0) faults.push(`${name}: ${over} px wider than ${width}`)
  }
  const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
  faults.push(...violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html.slice(0, 160)}`))
}
