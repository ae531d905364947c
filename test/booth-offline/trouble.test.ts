import { mkdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '../../kiosk/booth/tablet/messages.en.ts'
import { zh } from '../../kiosk/booth/tablet/messages.zh-CN.ts'
import { done, setScene } from '../drives/scene.ts'
import { signIn } from '../support/cards.ts'
import { languages } from '../support/slice.ts'
import { buildPages, drawLine, newDisk, openTablet } from './ground.ts'
import { beginShift, enrol, goOn, pair, PIN, unlock } from './hands.ts'

/** What a promoter sees when something is not as it should be, flat and upright. */
const words = { 'zh-CN': zh, en } as const
const sizes = {
  flat: { width: 1280, height: 800 },
  upright: { width: 800, height: 1280 },
} as const
const pictures = fileURLToPath(new URL('../output/pages/', import.meta.url))

let pages: ReturnType<typeof buildPages>
beforeAll(() => {
  mkdirSync(pictures, { recursive: true })
  pages = buildPages()
}, 300_000)
afterAll(() => pages[Symbol.dispose]())

async function look(page: Page, name: string, faults: string[]) {
  for (const [place, size] of Object.entries(sizes)) {
    await page.setViewportSize(size)
    await page.evaluate(() => document.fonts.ready)
    await page.screenshot({ path: `${pictures}tablet-trouble-${name}-${place}.png`, animations: 'disabled' })
    const axe = new AxeBuilder({ page }).setLegacyMode(true).exclude('[data-live-announcer]')
    const { violations } = await axe.analyze()
    faults.push(...violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html.slice(0, 160)}`))
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (over > 0) faults.push(`${name} ${place}: ${over} px wider than the screen`)
  }
}

test.each(languages)(
  'a wrong PIN, no line at the first start, a lock, a queue, refusals, the end and a revoked tablet can be read: %s',
  async (language) => {
    const text = words[language]
    await using scene = await setScene({ cards: 6, umbrellas: 6 })
    await using line = await drawLine(scene.server, pages.folder)
    const { boothId, cards, manager, server } = scene
    const disk = newDisk()
    const context = await openTablet(disk, { language })
    context.setDefaultTimeout(60_000)
    const page = context.pages()[0] ?? (await context.newPage())
    const faults: string[] = []
    const see = (step: string) => look(page, `${language}-${step}`, faults)
    const title = (said: string) => page.locator('.notice-title', { hasText: said }).waitFor()
    const lock = () => page.locator('.person-menu button').click()
    const more = () => page.locator('.tablet-strip > button').click()

    const { code } = done(await manager.client.post<{ code: string }>(`/booths/${boothId}/tablet-codes`))
    await page.route('**/provision', (route) => route.abort())
    await pair(page, { url: line.url, code })
    await page.unroute('**/provision')
    line.set('cut')
    await unlock(page)
    await title(text['lock.first'])
    await see('01-no-line-at-first')
    await unlock(page, '11111111')
    await title(text['lock.wrong'])
    await see('02-wrong-pin')
    for (const pause = page.locator('.notice.caution'); (await pause.count()) === 0;) {
      await unlock(page, '11111111')
      await page.locator('.notice').first().waitFor()
    }
    await see('03-pause')
    line.set('up')
    await expect.poll(() => page.locator('.notice.caution').count(), { timeout: 90_000 }).toBe(0)
    await unlock(page, PIN)
    await page.locator('.booth-choice').first().waitFor()

    await beginShift(page)
    const join = async (phone: string, card: number) => {
      await enrol(page, { phone, name: '王小明', card: cards[card]?.cardNumber ?? '' })
      await goOn(page)
    }
    await join('13900004001', 0)
    await page.locator('.badge.good').first().waitFor()
    line.set('cut')
    await join('13900004001', 1)
    await join('13900004002', 2)
    await page.locator('.tablet-line .badge.caution').waitFor()
    await more()
    await see('04-queue')
    await more()
    await lock()
    await page.locator('.number-pad').waitFor()
    await see('05-locked')

    line.set('up')
    await unlock(page)
    await page.getByText(text['strip.none'], { exact: true }).waitFor()
    await more()
    await page.locator('.more-part table').waitFor()
    await page.locator('.more-part table').scrollIntoViewIfNeeded()
    await see('06-judged')

    const days = Date.parse('2026-11-23T09:00:00+08:00') - server.clock.now().getTime()
    server.clock.pass({ minutes: days / 60_000 })
    await page.reload()
    await unlock(page)
    await page.locator('h1', { hasText: text['over.title'] }).waitFor()
    await see('07-over')

    const { id } = await server.db.selectFrom('tablets').select('id').executeTakeFirstOrThrow()
    const next = await signIn(server, ['programme-manager'])
    done(await next.client.post(`/tablets/${id}/revoke`))
    await page.locator('main button').first().click()
    await page.locator('h1', { hasText: text['strip.revoked'] }).waitFor()
    await see('08-revoked')
    line.set('cut')
    await page.reload()
    await page.locator('.number-pad').waitFor()
    await see('09-revoked-locked')
    expect(faults).toEqual([])
    await context.close()
    rmSync(disk, { recursive: true })
  },
  600_000,
)
