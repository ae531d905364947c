import { mkdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { done, setScene, type Scene } from '../drives/scene.ts'
import { signIn } from '../support/cards.ts'
import { buildPages, drawLine, newDisk, openTablet, type Line } from './ground.ts'
import { beginShift, goOn, pair, unlock } from './hands.ts'

let scene: Scene
let line: Line
let pages: ReturnType<typeof buildPages>
const pictures = fileURLToPath(new URL('../output/pages/', import.meta.url))

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  pages = buildPages()
  scene = await setScene({ cards: 8, umbrellas: 3, mugs: 2 })
  const { manager, driveId, umbrella, mug } = scene
  const colleague = await signIn(scene.server, ['promoter'])
  done(await manager.client.post(`/drives/${driveId}/team`, { staffId: colleague.staffId }))
  type Planned = { version: number; plan: { gifts: unknown[] } }
  const { version, plan } = done(await manager.client.get<Planned>(`/drives/${driveId}/plan`))
  const gifts = [
    { giftId: umbrella.id, levels: null, insteadOf: null },
    { giftId: mug.id, levels: null, insteadOf: umbrella.id },
  ]
  const change = { seenVersion: version, reason: 'mugs after umbrellas', plan: { ...plan, gifts } }
  done(await manager.client.post(`/drives/${driveId}/plan`, change))
  line = await drawLine(scene.server, pages.folder)
}, 300_000)

afterAll(async () => {
  await line[Symbol.asyncDispose]()
  await scene[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
})

interface Seen {
  name: string
  faults: string[]
}

async function look(page: Page, { name, faults }: Seen, step: string) {
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: `${pictures}${name}-${step}.png`, animations: 'disabled' })
  // React-aria's announcer keeps what it has read out, of elements that may be gone by then.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).exclude('[data-live-announcer]')
  const { violations } = await axe.analyze()
  faults.push(...violations.map(({ id, nodes }) => `${name} ${step}: ${id} ${nodes[0]?.html.slice(0, 160)}`))
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  if (over > 0) faults.push(`${name} ${step}: ${over} px wider than the screen`)
}

const screens = [
  { language: 'zh-CN', upright: false },
  { language: 'zh-CN', upright: true },
  { language: 'en', upright: false },
  { language: 'en', upright: true },
] as const

test.each(screens.map((screen, index) => ({ ...screen, index })))(
  'every step on a tablet can be read and pressed: $language, upright $upright',
  async ({ language, upright, index }) => {
    const disk = newDisk()
    const context = await openTablet(disk, { language, upright })
    context.setDefaultTimeout(30_000)
    const page = context.pages()[0] ?? (await context.newPage())
    const seen: Seen = { name: `tablet-${language}-${upright ? 'upright' : 'flat'}`, faults: [] }
    const see = (step: string) => look(page, seen, step)
    line.set('up')
    const { code } = done(
      await scene.manager.client.post<{ code: string }>(`/booths/${scene.boothId}/tablet-codes`),
    )
    await page.goto(`${line.url}/booth/#tablet`)
    await page.locator('.pair-form').waitFor()
    await see('01-pair')
    await pair(page, { url: line.url, code })
    await see('02-lock')
    await unlock(page)
    await page.locator('.booth-choice').first().waitFor()
    await see('03-who')
    await beginShift(page)
    const person = page.locator('.person input')
    await person.nth(0).fill(`1390000100${index}`)
    await person.nth(1).fill('王小明')
    await page.locator('.phone-hint .icon').waitFor()
    await see('04-person')
    await goOn(page)
    await page.locator('.choice').first().click()
    await page.locator('.signature > button').click()
    await page.locator('.signature input').fill('王小明')
    await see('05-consent')
    await goOn(page)
    await page.locator('.card-ways').waitFor()
    await page.keyboard.type('9156000000000003\n', { delay: 5 })
    await page.locator('.notice').waitFor()
    await see('06-card-doubted')
    await page.locator('.notice-actions button').first().click()
    await page.keyboard.type(`${scene.cards[index]?.cardNumber}\n`, { delay: 5 })
    await page.locator('.seen-card').waitFor()
    await see('07-card')
    await goOn(page)
    await page.locator('.gift').first().waitFor()
    await see('08-gift')
    await page.locator('.gift:not([data-disabled])').first().click()
    line.set('cut')
    await goOn(page)
    await page.locator('.enrolling.done').waitFor()
    await page.locator('.tablet-line .badge.caution').waitFor()
    await see('09-saved')
    line.set('up')
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await page.locator('.done .notice').waitFor()
    await see('10-confirmed')
    await page.locator('.tablet-strip > button').click()
    await page.locator('section[aria-labelledby="gift-change"] .choice').nth(1).click()
    await page.locator('section[aria-labelledby="hand-over"] .choice').first().click()
    await page.locator('.signature-pair').waitFor()
    await see('11-more')
    expect(seen.faults).toEqual([])
    await context.close()
    rmSync(disk, { recursive: true })
  },
  300_000,
)
