import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en as boothEn } from '../../kiosk/booth/redeeming/messages.en.ts'
import { zh as boothZh } from '../../kiosk/booth/redeeming/messages.zh-CN.ts'
import { en as officeEn } from '../../kiosk/office/gifts/messages.en.ts'
import { zh as officeZh } from '../../kiosk/office/gifts/messages.zh-CN.ts'
import { en as uiEn } from '../../kiosk/ui/messages.en.ts'
import { zh as uiZh } from '../../kiosk/ui/messages.zh-CN.ts'
import { setPin } from '../../server/members/index.ts'
import { newId } from '../../server/platform/ids.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { balanceOf, earnPoints } from '../../server/points/index.ts'
import { done, enrol, form, setScene, type Scene } from '../drives/scene.ts'
import { signIn, type FinishedCard } from '../support/cards.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { languages } from '../support/slice.ts'
import { listen } from '../support/stations.ts'
import { linkStation, READER } from './member-scene.ts'

const PIN = '583207'
let office: Pages
let booth: Pages
let browser: Browser
let scene: Scene
let url: string
let memberId: string
let card: FinishedCard
let station: Awaited<ReturnType<typeof linkStation>>
beforeAll(async () => {
  office = buildPage('office')
  booth = buildPage('booth')
  browser = await openBrowser()
  scene = await setScene({ cards: 1, umbrellas: 20, mugs: 20 })
  const { server, manager, boothId } = scene
  url = (await listen(server)).replace('127.0.0.1', 'localhost')
  station = await linkStation(scene, await signIn(server, ['administrator']), url)
  const reader = { stationId: station.id, readerName: READER, stripeName: null }
  done(await manager.client.post(`/booths/${boothId}/reader`, reader))
  const [first] = scene.cards
  if (!first) throw new Error('the scene has a card')
  card = first
  done(await enrol(scene, form(scene, card)))
  const known = server.db.selectFrom('cards').select('member_id').where('card_number', '=', card.cardNumber)
  memberId = (await known.executeTakeFirstOrThrow()).member_id ?? ''
  await inTransaction(server.db, async (tx) => {
    const work = { tx, now: server.clock.now(), id: newId(), actor: { kind: 'system' } } as const
    await setPin(work, server.keys, { memberId, pin: PIN })
    const earned = { memberId, points: 5_000n, reference: 'test:1', part: 'points' }
    await earnPoints(work, { ...earned, reason: 'welcome', happenedAt: work.now })
  })
}, 240_000)
afterAll(async () => {
  await browser.close()
  station.socket.close()
  await scene[Symbol.asyncDispose]()
  office[Symbol.dispose]()
  booth[Symbol.dispose]()
})

const spendable = async () => (await balanceOf(scene.server.db, memberId)).spendable
const violations = async (page: Page) =>
  (await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()).violations.map(
    ({ id, nodes }) => [id, nodes[0]?.html],
  )

const words = {
  'zh-CN': { desk: officeZh, booth: boothZh, ui: uiZh, umbrella: '雨伞', mug: '马克杯' },
  en: { desk: officeEn, booth: boothEn, ui: uiEn, umbrella: 'Umbrella', mug: 'Mug' },
} as const
const screen = { width: 1280, height: 800 }
const tap = async () => station.report({ type: 'tap', reader: READER, uri: await card.tap() })

test.each(languages)(
  'a clerk redeems at the desk for a tap and a PIN, and cancels what is not taken, in %s',
  async (language) => {
    const { desk: text, umbrella } = words[language]
    const before = await spendable()
    const client = scene.promoter.client
    const context = await signedIn(browser, { pages: office, url, client, language })
    const page = await context.newPage()
    await page.goto(`${url}/office/gifts`)
    await page.getByRole('button', { name: text['redeem.open'] }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: text['list.name'] }).click()
    await page.getByRole('option', { name: umbrella }).click()
    await dialog.getByLabel(text['redeem.tap']).fill(card.cardNumber)
    await dialog.getByText(text['redeem.tap.wrong']).waitFor()
    await dialog.getByLabel(text['redeem.tap']).fill(await card.tap())
    await dialog.getByLabel(text['redeem.pin']).fill('111119')
    await dialog.getByRole('button', { name: text['redeem.submit'], exact: true }).click()
    await dialog.getByText(text['redeem.saved']).waitFor()
    expect(await dialog.getByLabel(text['redeem.tap']).inputValue()).toBe('')
    await dialog.getByLabel(text['redeem.tap']).fill(await card.tap())
    await dialog.getByLabel(text['redeem.pin']).fill(PIN)
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: text['redeem.submit'], exact: true }).click()
    await dialog.getByRole('button', { name: text['redeem.close'] }).click()
    expect(await spendable()).toBe(before - 50)

    await page.getByRole('button', { name: text['void.open'], exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: text['void.submit'] }).click()
    await page.getByText(text['holds.none']).waitFor()
    expect(await spendable()).toBe(before)
    await context.close()
  },
)

test.each(languages)(
  'at a booth a member taps, chooses and types the PIN, and has the gift in hand, in %s',
  async (language) => {
    const { booth: text, ui, mug } = words[language]
    const before = await spendable()
    const client = scene.promoter.client
    const context = await signedIn(browser, { pages: booth, url, client, language, viewport: screen })
    const page = await context.newPage()
    const isListening = page.waitForResponse((answer) => answer.url().includes('/api/v1/events'))
    await page.goto(`${url}/booth/#redeem`)
    await page.getByText(text['tap.title']).waitFor()
    await isListening
    await tap()
    await page.getByRole('heading', { name: text['gift.title'] }).waitFor()
    await page.getByRole('radio', { name: mug }).check({ force: true })
    await page.keyboard.type('111119')
    await page.locator('button.primary').click()
    await page.getByText(text.saved).waitFor()
    await tap()
    await page.getByText(text.saved).waitFor({ state: 'detached' })
    await page.getByRole('radio', { name: mug }).check({ force: true })
    await page.keyboard.type(PIN)
    expect(await violations(page)).toEqual([])
    await page.screenshot({ path: `test/output/booth-redeeming-${language}.png`, fullPage: true })
    await page.route('**/redemptions', async (route) => {
      await route.fetch()
      await route.abort() // the server has done it, and nobody learns of it
    })
    await page.locator('button.primary').click()
    await page.getByText(ui['problem.unreachable'], { exact: true }).waitFor()
    expect(await page.getByText(text.saved).count()).toBe(0)
    await page.unroute('**/redemptions')
    await page.locator('button.primary').click()
    await page.getByRole('button', { name: text['hand.do'] }).click()
    await page.getByText(text['hand.done'].replace('{{name}}', mug)).waitFor()
    expect(await spendable()).toBe(before - 50)
    await page.getByRole('button', { name: text.next }).click()
    await page.getByText(text['tap.title']).waitFor()
    await context.close()
  },
)
