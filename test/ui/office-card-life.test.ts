import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTap } from '../../hardware/nfc/read-tap.ts'
import { channelTo, VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { cardInHand } from '../../kiosk/office/card-in-hand/in-hand.ts'
import { en as alertsEn } from '../../kiosk/office/alerts/messages.en.ts'
import { zh as alertsZh } from '../../kiosk/office/alerts/messages.zh-CN.ts'
import { en as giftsEn } from '../../kiosk/office/complimentary/messages.en.ts'
import { zh as giftsZh } from '../../kiosk/office/complimentary/messages.zh-CN.ts'
import { en as remindersEn } from '../../kiosk/office/reminders/messages.en.ts'
import { zh as remindersZh } from '../../kiosk/office/reminders/messages.zh-CN.ts'
import { en as membersEn } from '../../kiosk/office/members/messages.en.ts'
import { zh as membersZh } from '../../kiosk/office/members/messages.zh-CN.ts'
import { findCard, identifyCard } from '../../server/cards/index.ts'
import { done, enrol, form, setScene, type Scene } from '../drives/scene.ts'
import {
  asStaff,
  finishCard,
  numbersOf,
  orderBatch,
  signIn,
  verifySample,
  type Person,
} from '../support/cards.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { listen } from '../support/stations.ts'
import { languages } from '../support/slice.ts'

let pages: Pages
let browser: Browser
let scene: Scene
let boss: Person
let url: string
let memberId: string
let fresh: string

const reminders = { 'zh-CN': remindersZh, en: remindersEn } as const
const words = {
  'zh-CN': { alerts: alertsZh, gifts: giftsZh, members: membersZh },
  en: { alerts: alertsEn, gifts: giftsEn, members: membersEn },
} as const
type Language = keyof typeof words

beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  scene = await setScene({ cards: 2 })
  const { server, manager, programmeId, cards } = scene
  boss = await signIn(server, ['administrator', 'programme-manager'])
  const [card] = cards
  if (!card) throw new Error('the scene has cards')
  done(await enrol(scene, form(scene, card)))
  memberId = (await findCard(server.db, card.cardNumber))?.memberId ?? ''
  const copy = VirtualNtag424.fromJson(card.chip.toJSON())
  const at = (uri: string) =>
    asStaff(server, manager.staffId, (work) =>
      identifyCard(work, server.keys, { kind: 'tap', uri }, scene.storeRoomId),
    )
  for (let times = 0; times < 2; times += 1) await at(await card.tap())
  server.clock.pass({ minutes: 5 })
  await at(await readTap(channelTo(copy)))
  const batch = await orderBatch(manager, { programmeId, quantity: 1 })
  fresh = (await numbersOf(manager, batch.id))[0] ?? ''
  await finishCard(server, { batch, cardNumber: fresh, staffId: manager.staffId })
  await verifySample(server, batch.id)
  const asked = { programmeId, organisation: '东方设计院', reason: '开业嘉宾', isPublicOfficial: false }
  for (const [person, recipientName] of [
    [manager, '欧阳总'],
    [boss, '诸葛女士'],
  ] as const)
    done(await person.client.post('/complimentary-cards', { ...asked, recipientName, valueFen: 88_800 }))
  url = await listen(server)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await scene[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
})

/** The office as the administrator sees it; what the server refuses or breaks is collected. */
async function open(language: Language, path: string): Promise<Page> {
  const context = await signedIn(browser, { pages, url, client: boss.client, language })
  const page = await context.newPage()
  await page.goto(`${url}/office${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}

const barriers = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)

/** Kept beside the other pictures, to be looked at. */
const picture = (page: Page, name: string) =>
  page.screenshot({ path: `test/output/card-life/${name}.png`, fullPage: true })

describe.each(languages)('in %s', (language) => {
  const { alerts, gifts, members } = words[language]

  test('a frozen card is shown with its evidence and what may be done', async () => {
    const page = await open(language, '/alerts')
    await page.getByText(alerts['kind.fallen-counter']).first().waitFor()
    await page.getByText('Store room').waitFor()
    await page.getByRole('heading', { name: alerts['rules.title'] }).waitFor()
    await picture(page, `alerts-${language}`)
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: alerts['clear.unfreeze'] }).click()
    await page.getByRole('dialog').getByLabel(alerts['clear.note']).waitFor()
    await picture(page, `unfreeze-${language}`)
    expect(await barriers(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: alerts['rules.change'] }).click()
    await page.getByRole('dialog').waitFor()
    await picture(page, `rules-${language}`)
    expect(await barriers(page)).toEqual([])
    await page.context().close()
  })

  test('a member’s card offers what may be done, and asks first', async () => {
    const page = await open(language, `/members/${memberId}`)
    await page.getByText(members['cards.frozen']).waitFor()
    const reminded = reminders[language]
    await page.getByRole('button', { name: reminded.stop, exact: true }).click()
    await page.getByText(reminded.off).waitFor()
    await picture(page, `member-${language}`)
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: reminded.start, exact: true }).click()
    await page.getByText(reminded.on).waitFor()
    for (const verb of ['replace', 'destroy'] as const) {
      await page.getByRole('button', { name: members[`${verb}.open`] }).click()
      await page.getByRole('dialog').waitFor()
      await picture(page, `${verb}-${language}`)
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await page.context().close()
  })

  test('the register offers a decision on others’ requests, and none on one’s own', async () => {
    const page = await open(language, '/complimentary')
    const row = (name: string) => page.getByRole('row', { name })
    await row('欧阳总').getByRole('button', { name: gifts['approve.open'], exact: true }).waitFor()
    await row('诸葛女士').getByText(gifts.own).waitFor()
    await picture(page, `register-${language}`)
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: gifts.ask }).click()
    await page.getByRole('dialog').waitFor()
    await picture(page, `ask-${language}`)
    expect(await barriers(page)).toEqual([])
    await page.context().close()
  })
})

test('a member is given a new card, and an approved guest theirs, by the pages alone', async () => {
  const { gifts, members } = words.en
  const page = await open('en', `/members/${memberId}`)
  await page.getByRole('button', { name: members['replace.open'] }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('New card', { exact: true }).fill(fresh.replace(/(.{4})(?=.)/g, '$1 '))
  await dialog.getByRole('button', { name: members['replace.submit'] }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('row', { name: /Replaced/ }).waitFor()
  expect(await findCard(scene.server.db, fresh)).toMatchObject({ state: 'active', memberId })
  await page.context().close()

  const register = await open('en', '/complimentary')
  const row = register.getByRole('row', { name: '欧阳总' })
  await row.getByRole('button', { name: gifts['approve.open'], exact: true }).click()
  await register.getByRole('dialog').getByLabel(gifts['decide.note']).fill('a guest of the opening')
  await register.getByRole('dialog').getByRole('button', { name: gifts['approve.open'] }).click()
  await row.getByRole('button', { name: gifts['give.open'] }).waitFor()
  await register.reload() // what was announced to a screen reader stays for some seconds
  await row.getByRole('button', { name: gifts['give.open'] }).click()
  await register.getByRole('dialog').getByLabel(gifts['give.phone']).waitFor()
  await picture(register, 'hand-over-en')
  expect(await barriers(register)).toEqual([])
  await register.context().close()
})

test('what is typed or scanned is told apart', () => {
  expect(cardInHand(' 9156 0130 0958 8738 ')).toEqual({ kind: 'typed', cardNumber: '9156013009588738' })
  expect(cardInHand('https://a.example/t#q=9156013009588738~x')).toMatchObject({ kind: 'scan' })
  expect(cardInHand('https://a.example/t#b=ABC123&p=0&m=0')).toMatchObject({ kind: 'tap' })
  for (const other of ['', '9156', '6225013009588738', 'https://example.com'])
    expect(cardInHand(other)).toBeUndefined()
})
