import { readFileSync, rmSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { done, setScene, type Scene } from '../drives/scene.ts'
import { signIn } from '../support/cards.ts'
import { buildPages, drawLine, newDisk, openTablet, type Line } from './ground.ts'
import { beginShift, enrol, goOn, pair, PIN, unlock, waitingCount } from './hands.ts'

const NEW_PIN = '97531864'
let scene: Scene
let line: Line
let context: BrowserContext
let page: Page
let tabletId: string
let pages: ReturnType<typeof buildPages>
const disk = newDisk()

beforeAll(async () => {
  pages = buildPages()
  scene = await setScene({ cards: 3, umbrellas: 3, mugs: 3 })
  const colleague = await signIn(scene.server, ['promoter'])
  done(await scene.manager.client.post(`/drives/${scene.driveId}/team`, { staffId: colleague.staffId }))
  line = await drawLine(scene.server, pages.folder)
  context = await openTablet(disk)
  context.setDefaultTimeout(30_000)
  page = context.pages()[0] ?? (await context.newPage())
  const { code } = done(
    await scene.manager.client.post<{ code: string }>(`/booths/${scene.boothId}/tablet-codes`),
  )
  await pair(page, { url: line.url, code })
  await unlock(page)
  await beginShift(page)
  await page.locator('.person').waitFor()
  const { id } = await scene.server.db.selectFrom('tablets').select('id').executeTakeFirstOrThrow()
  tabletId = id
}, 300_000)

afterAll(async () => {
  await context.close()
  await line[Symbol.asyncDispose]()
  await scene[Symbol.asyncDispose]()
  rmSync(disk, { recursive: true })
  pages[Symbol.dispose]()
})

const part = (name: string) => page.locator(`section[aria-labelledby="${name}"]`)
const more = () => page.locator('.tablet-strip > button').click()
const reload = async (pin: string) => {
  await page.reload()
  await unlock(page, pin)
}

const booked = async () => {
  const { db } = scene.server
  return [
    await db.selectFrom('gift_changes').select(['kind', 'reason']).execute(),
    await db.selectFrom('booth_handovers').select('cards').execute(),
  ]
}

test('a practised promoter needs nine touches for a person, the visitor’s stroke among them, and no minute', async () => {
  await page.evaluate(() => {
    Object.assign(globalThis, { touches: 0 })
    addEventListener('pointerdown', () => ((globalThis as unknown as { touches: number }).touches += 1), true)
  })
  const began = performance.now()
  await page.keyboard.type('13900000000', { delay: 120 })
  await page.locator('.person input').nth(1).click()
  await page.keyboard.type('王小明', { delay: 300 })
  await goOn(page)
  await page.locator('.choice').first().click()
  const pad = await page.locator('.signature canvas').boundingBox()
  if (!pad) throw new Error('there is a place to sign')
  await page.mouse.move(pad.x + 40, pad.y + 40)
  await page.mouse.down()
  await page.mouse.move(pad.x + 160, pad.y + 80, { steps: 12 })
  await page.mouse.up()
  await goOn(page)
  await page.locator('.card-ways').waitFor()
  await page.keyboard.type(`${scene.cards[0]?.cardNumber}\n`, { delay: 5 })
  await page.locator('.seen-card').waitFor()
  await goOn(page)
  await page.locator('.gift:not([data-disabled])').first().click()
  await goOn(page)
  await page.locator('.enrolling.done').waitFor()
  await goOn(page)
  await page.locator('.person').waitFor()
  const seconds = (performance.now() - began) / 1_000
  expect(await page.evaluate(() => (globalThis as unknown as { touches: number }).touches)).toBe(9)
  expect(seconds).toBeLessThan(60)
}, 120_000)

test('a gift change and a hand-over that were begun are there again after a reload, and gone once they are kept', async () => {
  await more()
  const [change, handOver] = [part('gift-change'), part('hand-over')]
  await change.locator('.choice').first().click()
  await change.locator('.choices').nth(1).locator('.choice').first().click()
  await change.locator('input:not([type=radio])').fill('盒子压坏了')
  await handOver.locator('.choice').first().click()
  await handOver.locator('.person input').first().fill('2')
  await handOver.locator('.signature > button').first().click()
  await handOver.locator('.signature input').fill('小林')
  await page.waitForTimeout(300)
  await reload(PIN)
  await more()
  expect(await change.locator('input:not([type=radio])').inputValue()).toBe('盒子压坏了')
  expect(await handOver.locator('.person input').first().inputValue()).toBe('2')
  expect(await handOver.locator('.signature input').inputValue()).toBe('小林')

  await handOver.locator('.signature > button').nth(1).click()
  await handOver.locator('.signature input').nth(1).fill('小陈')
  for (const one of [change, handOver]) {
    await one.locator('button[type=submit]').click()
    await one.locator('.notice.good').waitFor()
  }
  await expect
    .poll(booked, { timeout: 60_000 })
    .toEqual([[{ kind: 'gift-returned', reason: '盒子压坏了' }], [{ cards: 2 }]])
  await page.waitForTimeout(300)
  await reload(PIN)
  await more()
  await change.locator('.choice').first().waitFor()
  expect(await page.locator('.more-form .choice[data-selected]').count()).toBe(0)
}, 180_000)

test('the PIN is changed by whoever knows it, and the old one opens nothing any more', async () => {
  const form = part('change-pin')
  const fields = form.locator('input')
  const change = async (...pins: string[]) => {
    for (const [index, pin] of pins.entries()) await fields.nth(index).fill(pin)
    await form.locator('button[type=submit]').click()
  }
  await change('11111111', NEW_PIN, NEW_PIN)
  await form.locator('.notice.bad').waitFor()
  await change(PIN, NEW_PIN, NEW_PIN)
  await form.locator('.notice.good').waitFor()
  await reload(PIN)
  await page.locator('.notice.bad').waitFor()
  await unlock(page, NEW_PIN)
  await page.locator('.person').waitFor()
}, 120_000)

test('a newer page is offered between two people, never in the middle of one', async () => {
  const name = page.locator('.person input').nth(1)
  await name.fill('填了一半')
  await page.evaluate(() => navigator.serviceWorker.ready)
  line.renew()
  const isWaiting = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready
      await registration.update()
      return registration.waiting !== null
    })
  await expect.poll(isWaiting, { timeout: 60_000 }).toBe(true)
  const offer = page.locator('main > .notice.plain')
  await page.waitForTimeout(500)
  expect(await offer.count()).toBe(0)
  await name.fill('')
  await offer.waitFor()
  await offer.locator('button').click()
  await unlock(page, NEW_PIN)
  await page.locator('.person').waitFor()
  expect(await offer.count()).toBe(0)
}, 120_000)

test('a revoked tablet enrols nobody any more, also where it has no network, and gives its queue as a file', async () => {
  line.set('cut')
  const card = scene.cards[1]?.cardNumber ?? ''
  await enrol(page, { phone: '13900000001', name: '李雷', card })
  done(await scene.manager.client.post(`/tablets/${tabletId}/revoke`))
  line.set('up')
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await page.locator('h1', { hasText: '平板已停用' }).waitFor()

  line.set('cut')
  await reload(NEW_PIN)
  await page.locator('h1', { hasText: '平板已停用' }).waitFor()
  expect(await page.locator('.person, .tablet-strip > button').count()).toBe(0)
  expect(await waitingCount(page)).toBe(1)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    part('more-queue').locator('button').nth(1).click(),
  ])
  const file = JSON.parse(readFileSync(await download.path(), 'utf8')) as Record<string, unknown>
  expect(file).toMatchObject({ tabletId, entries: [{}] })
  expect(JSON.stringify(file)).not.toMatch(/李雷|13900000001/)

  expect(await part('leave-tablet').locator('button').isDisabled()).toBe(true)
  done(await scene.manager.client.post(`/tablets/${tabletId}/queues`, file))
  line.set('up')
  await part('more-queue').locator('button').first().click()
  expect(await waitingCount(page)).toBe(1)
  done(await scene.manager.client.post(`/tablets/${tabletId}/held/judge`))
  await part('more-queue').locator('button').first().click()
  await page.locator('.notice.good').waitFor()
  expect(await waitingCount(page)).toBe(0)
  await part('leave-tablet').locator('button').click()
  await page.locator('[role="dialog"] button').last().click()
  await part('leave-tablet').waitFor({ state: 'detached' })
}, 120_000)
