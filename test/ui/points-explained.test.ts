import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en as kioskEn } from '../../kiosk/member/session/messages.en.ts'
import { zh as kioskZh } from '../../kiosk/member/session/messages.zh-CN.ts'
import { en as officeEn } from '../../kiosk/office/members/messages.en.ts'
import { zh as officeZh } from '../../kiosk/office/members/messages.zh-CN.ts'
import { newId } from '../../server/platform/ids.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { earnPoints } from '../../server/points/index.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { languages } from '../support/slice.ts'
import { setKioskScene, type KioskScene } from './member-scene.ts'

let kiosk: KioskScene
let office: Pages
let member: Pages
let browser: Browser
let memberId: string
beforeAll(async () => {
  office = buildPage('office')
  member = buildPage('member')
  kiosk = await setKioskScene()
  browser = await openBrowser()
  const { server } = kiosk.scene
  const card = server.db.selectFrom('cards').select('member_id')
  const known = await card.where('card_number', '=', kiosk.visitor.cardNumber).executeTakeFirstOrThrow()
  memberId = known.member_id ?? ''
  const happenedAt = server.clock.now()
  const earned = { memberId, points: 1_234n, reference: 'purchase:pending', part: 'pending', happenedAt }
  await inTransaction(server.db, (tx) =>
    earnPoints(
      { tx, now: happenedAt, id: newId(), actor: { kind: 'system' } },
      { ...earned, reason: 'purchase', availableAt: new Date('2026-11-28T00:00:00+08:00') },
    ),
  )
}, 240_000)
afterAll(async () => {
  await browser.close()
  await kiosk[Symbol.asyncDispose]()
  office[Symbol.dispose]()
  member[Symbol.dispose]()
})

const words = {
  'zh-CN': {
    kiosk: kioskZh,
    office: officeZh,
    english: 'English',
    day: '2026年11月28日',
    history: '我的积分',
  },
  en: { kiosk: kioskEn, office: officeEn, english: '', day: 'November 28, 2026', history: 'My points' },
} as const

test.each(languages)(
  'a member sees what they have earned and may not spend yet, and from when on, in %s',
  async (language) => {
    const { kiosk: text, day, history } = words[language]
    const context = await browser.newContext({ viewport: { width: 1080, height: 1920 }, locale: language })
    await member.serve(context)
    const page = await context.newPage()
    const isListening = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/kiosk/events'))
    await page.goto(`${kiosk.url}/member`)
    await page.getByRole('textbox').fill(await kiosk.pairingCode())
    await page.keyboard.press('Enter')
    await isListening
    await kiosk.tap(kiosk.visitor)
    const pending = text['balance.pending_other'].replace('{{count}}', '1,234').replace('{{day}}', day)
    await page.getByText(pending).waitFor()
    await page.getByRole('button', { name: history }).click()
    const newest = await page.locator('.history li').first().innerText()
    expect(newest).toContain('+1,234')
    expect(newest).toContain(text['history.pending'])
    await context.close()
  },
)

test.each(languages)(
  'an entry that frees nothing yet says from where to where its points went, in %s',
  async (language) => {
    const { office: text } = words[language]
    const { client } = kiosk.administrator
    const context = await signedIn(browser, { pages: office, url: kiosk.url, client, language })
    const page = await context.newPage()
    await page.goto(`${kiosk.url}/office/members/${memberId}`)
    const moved = text['history.moved']
      .replace('{{points}}', '1,234')
      .replace('{{from}}', text['account.issued'])
      .replace('{{to}}', text['account.pending'])
    await page.getByText(moved).waitFor()
    await context.close()
  },
)
