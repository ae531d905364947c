import { mkdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PlanNow } from '../../server/drives/plan-schema.ts'
import { done, setScene, type Scene } from '../drives/scene.ts'
import { signIn } from '../support/cards.ts'
import { buildPages, drawLine, newDisk, openTablet, type Line } from './ground.ts'
import { beginShift, enrol, goOn, pair, unlock, waitingCount } from './hands.ts'

/** The end of a drive and of a tablet, and the receipt of somebody who joined without a network. */
let scene: Scene
let line: Line
let pages: ReturnType<typeof buildPages>
const pictures = fileURLToPath(new URL('../output/pages/', import.meta.url))

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  pages = buildPages()
  scene = await setScene({ cards: 8, umbrellas: 6, mugs: 6 })
  line = await drawLine(scene.server, pages.folder)
}, 300_000)

afterAll(async () => {
  await line[Symbol.asyncDispose]()
  await scene[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
})

async function changeDays(driveId: string, days: readonly string[]) {
  const manager = await signIn(scene.server, ['programme-manager'])
  const path = `/drives/${driveId}/plan`
  const { plan, version } = done(await manager.client.get<PlanNow>(path))
  const hours = days.map((day) => ({ day, opensAt: '10:00', closesAt: '21:00' }))
  const body = { seenVersion: version, reason: 'one more day', plan: { ...plan, days: hours } }
  done(await manager.client.post(path, body))
  return manager
}

async function look(page: Page, name: string) {
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: `${pictures}${name}.png`, animations: 'disabled' })
  const axe = new AxeBuilder({ page }).setLegacyMode(true).exclude('[data-live-announcer]')
  const { violations } = await axe.analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 160)}`)).toEqual([])
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(over).toBeLessThanOrEqual(0)
}

const cases = [
  { language: 'zh-CN', index: 0, upright: true, days: ['2026-11-23'] },
  { language: 'en', index: 1, upright: false, days: ['2026-11-23', '2026-11-25'] },
] as const

test.each(cases)(
  'a receipt is shown without a network, a drive ends, and a revoked tablet is erased once the office has given up what waits: $language',
  async ({ language, index, upright, days }) => {
    const { server, boothId, driveId } = scene
    const disk = newDisk()
    const context = await openTablet(disk, { language, upright })
    context.setDefaultTimeout(30_000)
    const page = context.pages()[0] ?? (await context.newPage())
    const picture = (name: string) => look(page, `tablet-end-${language}-${name}`)
    const reload = async () => {
      await page.reload()
      await unlock(page)
    }
    line.set('up')
    const first = await signIn(server, ['programme-manager'])
    const { code } = done(await first.client.post<{ code: string }>(`/booths/${boothId}/tablet-codes`))
    await pair(page, { url: line.url, code })
    await unlock(page)
    await beginShift(page)
    await page.locator('.person').waitFor()

    line.set('cut')
    const card = scene.cards[2 * index]?.cardNumber ?? ''
    await enrol(page, { phone: `1390000200${index}`, name: '王小明', card })
    const receipt = page.locator('.kept-receipt')
    const said = await receipt.innerText()
    expect(said.replaceAll(/\s/g, '')).toContain(card)
    expect(said).toContain('2026-1')
    expect(said).not.toMatch(/王小明|13900002/)
    await picture('1-receipt')
    await reload()
    expect(await receipt.innerText()).toBe(said)
    await goOn(page)
    await page.locator('.person').waitFor()

    const ahead = await page.evaluate(() => Date.now())
    await page.clock.setFixedTime(ahead + 9 * 86_400_000)
    await reload()
    const wrong = page.locator('section[aria-labelledby="wrong-clock"] button')
    await wrong.waitFor()
    expect(await page.locator('.person').count()).toBe(0)
    await picture('2-clock')
    await wrong.click()
    await page.locator('.person').waitFor()
    await page.clock.setFixedTime(ahead)

    const passed = Date.parse(`${days.at(-1)}T09:00:00+08:00`) - server.clock.now().getTime()
    server.clock.pass({ minutes: passed / 60_000 })
    line.set('up')
    await reload()
    const over = page.locator('h1', { hasText: language === 'en' ? 'The drive is over' : '活动已结束' })
    await over.waitFor()
    await expect.poll(() => waitingCount(page)).toBe(0)
    line.set('cut')
    await reload()
    await over.waitFor()
    expect(await page.locator('.person, .booth-choice').count()).toBe(0)
    expect(await wrong.count()).toBe(0)
    await picture('3-over')

    const manager = await changeDays(driveId, ['2026-11-20', '2026-11-21', ...days])
    line.set('up')
    await reload()
    await page.locator('.person').waitFor()
    line.set('cut')
    const next = scene.cards[2 * index + 1]?.cardNumber ?? ''
    await enrol(page, { phone: `1390000300${index}`, name: '李雷', card: next })
    const { id } = await server.db
      .selectFrom('tablets')
      .select('id')
      .orderBy('paired_at', 'desc')
      .executeTakeFirstOrThrow()
    done(await manager.client.post(`/tablets/${id}/revoke`))
    line.set('up')
    await page.evaluate(() => dispatchEvent(new Event('online')))
    const part = (name: string) => page.locator(`section[aria-labelledby="${name}"]`)
    await part('revoked-todo').waitFor()
    expect(await part('leave-tablet').locator('button').isDisabled()).toBe(true)
    await picture('4-revoked')

    const second = await signIn(server, ['administrator'])
    done(await manager.client.post(`/tablets/${id}/write-off`, { reason: 'the screen is broken' }))
    done(await second.client.post(`/tablets/${id}/write-off/confirm`, {}))
    await part('more-queue').locator('button').first().click()
    await page.locator('.notice.caution', { hasText: 'the screen is broken' }).waitFor()
    await picture('5-given-up')
    await part('leave-tablet').locator('button').click()
    await page.locator('[role="dialog"] button').last().click()
    await part('leave-tablet').waitFor({ state: 'detached' })
    expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBeLessThanOrEqual(1)
    await page.reload()
    await page.locator('.number-pad').waitFor({ state: 'detached' })
    await context.close()
    rmSync(disk, { recursive: true })
  },
  300_000,
)
