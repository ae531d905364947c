import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { done } from '../drives/scene.ts'
import { buildPage, openBrowser, type Pages } from '../support/pages.ts'
import { until } from '../support/stations.ts'
import { NAME, PHONE, READER, setKioskScene, VISITOR, typeDigits, type KioskScene } from './member-scene.ts'

const PIN = '583207'
let kiosk: KioskScene
let pages: Pages
let browser: Browser

beforeAll(async () => {
  pages = buildPage('member')
  kiosk = await setKioskScene()
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser.close()
  await kiosk[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
})

afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})

/** A browser that has just become the kiosk and waits for a card. */
async function standing(prepare?: (context: BrowserContext) => Promise<unknown>): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1080, height: 1920 }, locale: 'zh-CN' })
  await pages.serve(context)
  await prepare?.(context)
  const page = await context.newPage()
  const isListening = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/kiosk/events'))
  await page.goto(`${kiosk.url}/member`)
  await page.getByLabel('配对码').fill(await kiosk.pairingCode())
  await page.keyboard.press('Enter')
  await heading(page, '请出示会员卡')
  await isListening
  await nobodyStands()
  return page
}

const nobodyStands = () =>
  until('no open session', async () => {
    const { db, clock } = kiosk.scene.server
    const idleSince = new Date(clock.now().getTime() - 120_000)
    const sessions = db.selectFrom('member_sessions').select('id').where('ended_at', 'is', null)
    return (await sessions.where('seen_at', '>', idleSince).execute()).length === 0
  })

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor()
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()

async function tapped(page: Page, card = kiosk.card) {
  await kiosk.tap(card)
  await heading(page, '可用积分')
}

/** Everything that a browser could still know of somebody: what is drawn, kept, and in the history. */
const tracesIn = (page: Page) =>
  page.evaluate(async () => {
    const databases = await indexedDB.databases()
    const caches = await window.caches.keys()
    const values = [...document.querySelectorAll('input')].map((input) => input.value)
    return [
      // without drawings and made-up ids, whose figures are nobody's
      document.documentElement.outerHTML.replaceAll(/ d="[^"]*"|react-aria\d+/g, ''),
      document.title,
      location.href,
      JSON.stringify(history.state),
      ...[localStorage, sessionStorage].map((storage) => JSON.stringify(Object.entries(storage))),
      document.cookie,
      JSON.stringify(databases),
      caches.join(),
      values.join(),
    ].join('\n')
  })

describe('a member who taps', () => {
  test('is seen although somebody of the staff is signed in in the same browser', async () => {
    const page = await standing()
    const staff = { signInName: 'first', password: 'a long enough password' }
    const answer = await page.request.post(`${kiosk.url}/api/v1/staff/sign-in`, {
      data: staff,
      headers: { 'x-cardwright': '1', 'idempotency-key': randomUUID() },
    })
    expect(answer.status()).toBe(200)
    const isListening = page.waitForResponse((response) => response.url().endsWith('/kiosk/events'))
    await page.reload()
    await isListening
    await heading(page, '请出示会员卡')
    await tapped(page, kiosk.visitor)
  })

  test('is seen although the proxy had no server behind it when the kiosk began to listen', async () => {
    let hasServer = false
    const page = await standing((context) =>
      context.route('**/api/v1/kiosk/events', (route) =>
        hasServer ? route.fallback() : route.fulfill({ status: 503 }),
      ),
    )
    const isListening = page.waitForResponse(
      (answer) => answer.url().includes('/api/v1/kiosk/events') && answer.ok(),
    )
    hasServer = true
    await isListening
    await tapped(page, kiosk.visitor)
  })

  test('sees their points, level and the way to the next one', async () => {
    const page = await standing()
    await tapped(page)
    const shown = await page.getByRole('main').innerText()
    expect(shown).toContain('欧*')
    expect(shown).toContain(`尾号 ${kiosk.card.cardNumber.slice(-4)}`)
    expect(shown).toContain('1,330')
    expect(shown).toMatch(/金卡 · 8\.8 折\s+凭邀请，或12 个月内还需.*即升“VIP 钻石卡”（正价商品 8\.5 折）/)
    expect(shown).not.toContain(NAME)
    expect(shown).not.toContain(PHONE)
    expect(await page.getByRole('main').getByRole('button').count()).toBeLessThanOrEqual(3)
  })

  test('sees what is missing for a gift, and what is gone at this place', async () => {
    const page = await standing()
    await tapped(page)
    await press(page, '礼品兑换')
    expect(await page.getByRole('button', { name: /羊绒围巾/ }).innerText()).toContain('还差 1,070 分')
    expect(await page.getByRole('button', { name: /明前龙井/ }).innerText()).toMatch(/可以兑换\s+现有 20 件/)
    await press(page, /羊绒围巾/)
    await heading(page, '羊绒围巾')
    expect(await page.getByRole('button', { name: /分兑换/ }).count()).toBe(0)
  })

  test('sets a PIN by phone, takes a gift, and the screen follows the staff: with the keyboard alone', async () => {
    const page = await standing()
    await tapped(page)
    await reach(page, '礼品兑换')
    await reach(page, /明前龙井/)
    await reach(page, /用 500 分兑换/)
    await heading(page, '设置密码')
    await page.getByText('验证码已发到 139****5678').waitFor()
    await typeDigits(page, await kiosk.codeOnPhone())
    await page.getByText('请设六位数字').waitFor()
    await typeDigits(page, PIN)
    await page.getByText('请再输一次，确认').waitFor()
    await typeDigits(page, '583208')
    await page.getByText('两次输入的不一样').waitFor()
    await typeDigits(page, PIN)
    await page.getByText('请再输一次，确认').waitFor()
    await typeDigits(page, PIN)
    await heading(page, '礼品已留好')
    const code = (await page.locator('.pick-up-code').innerText()).replaceAll(/\D/g, '')
    expect(code).toHaveLength(6)

    const staff = kiosk.scene.promoter.client
    const held = await staff.get<{ holds: { redemptionId: string }[] }>(
      `/places/${kiosk.placeId}/holds?pickUpCode=${code}`,
    )
    const id = held.body.holds[0]?.redemptionId ?? ''
    done(await staff.post(`/redemptions/${id}/handed-over`, { pickUpCode: code }))
    await heading(page, '已领取')
    await reach(page, '首页')
    expect(await page.getByRole('main').innerText()).toContain('830')
  })

  test('proves with the PIN once, and gets the points back for a gift they leave', async () => {
    const page = await standing()
    await tapped(page)
    await press(page, '礼品兑换')
    await press(page, /帆布袋/)
    await press(page, /用 120 分兑换/)
    await heading(page, '请输入密码')
    await typeDigits(page, '111222')
    await page.getByRole('alert').getByText('密码不对').waitFor()
    await page.getByText('没有扣分，礼品没有动').waitFor()
    await typeDigits(page, PIN)
    await heading(page, '礼品已留好')
    await press(page, '不要了')
    await press(page, '取消兑换')
    await heading(page, '已取消')
    await press(page, '首页')
    await page.getByText('830', { exact: true }).first().waitFor()
    await press(page, '我的积分')
    const history = await page.getByRole('list').last().innerText()
    expect(history).toMatch(/取消兑换\n.*\n\+120 分/)
    expect(history).toMatch(/兑换礼品\n.*\n−120 分/)
  })
})

/** Walks there with Tab and presses Enter, as somebody without touch does. */
async function reach(page: Page, name: string | RegExp) {
  await page.getByRole('button', { name }).first().waitFor()
  for (let steps = 0; steps < 40; steps += 1) {
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    const words = (await focused.count()) ? await focused.innerText() : ''
    if (typeof name === 'string' ? words.trim() === name : name.test(words)) {
      await page.keyboard.press('Enter')
      return
    }
  }
  throw new Error(`Tab never came to ${String(name)}`)
}

/** A scanner is quicker than a busy machine's keyboard: what came too slowly is scanned again. */
const scanned = (page: Page, { cardNumber }: { cardNumber: string }, words: string) =>
  expect
    .poll(
      async () => {
        await page.keyboard.type(cardNumber)
        await page.keyboard.press('Enter')
        await page.waitForTimeout(1_000)
        return page.getByText(words).count()
      },
      { timeout: 60_000 },
    )
    .toBe(1)

describe('what a card does not prove', () => {
  test('a scanned number shows the card and no points, until a code to the phone proves its holder', async () => {
    const page = await standing()
    await scanned(page, kiosk.card, '刷卡、扫码只能看卡')
    const shown = await page.getByRole('main').innerText()
    expect(shown).toContain('•••')
    expect(shown).not.toMatch(/1,330|830/)
    expect(await page.getByRole('main').getByRole('button').count()).toBeLessThanOrEqual(3)
    await press(page, '礼品兑换')
    await press(page, /帆布袋/)
    await page.getByText('请把卡片贴在右侧感应区').waitFor()
    expect(await page.getByRole('button', { name: /分兑换/ }).count()).toBe(0)

    await press(page, '获取手机验证码')
    await page.getByText('验证码已发到 139****5678').waitFor()
    const code = await kiosk.codeOnPhone()
    await typeDigits(page, code === '000000' ? '000001' : '000000')
    await page.getByRole('alert').getByText('验证码不对').waitFor()
    await page.getByText('积分和礼品都没有动').waitFor()
    await typeDigits(page, code)
    await page.getByRole('button', { name: '用 120 分兑换' }).waitFor()
    expect(await page.getByRole('button', { name: '获取手机验证码' }).count()).toBe(0)
  })

  test('a card whose chip proves nothing is said to be one, with what helps', async () => {
    const { db } = kiosk.scene.server
    const { batch_id: id } = await db
      .selectFrom('cards')
      .select('batch_id')
      .where('card_number', '=', kiosk.visitor.cardNumber)
      .executeTakeFirstOrThrow()
    const carries = (chip: 'classic-1k' | 'ntag424-dna') =>
      db.updateTable('batches').set({ chip }).where('id', '=', id).execute()
    await carries('classic-1k')
    try {
      const page = await standing()
      await scanned(page, kiosk.visitor, '这种卡只能看是谁的卡')
      await page.getByText('它感应时证明不了自己').waitFor()
      await page.getByRole('button', { name: '获取手机验证码' }).waitFor()
      expect(await page.getByRole('main').innerText()).not.toContain('1,998')
    } finally {
      await carries('ntag424-dna')
    }
  })

  test.each([
    ['a card that nobody has', '这张卡还没有开通', async () => kiosk.tap(kiosk.blank)],
    [
      'a message that was seen before',
      '这条信息以前用过，可能是复制的',
      async (page: Page) => {
        const uri = await kiosk.tap(kiosk.card)
        await heading(page, '可用积分')
        await press(page, '退出')
        await heading(page, '请出示会员卡')
        kiosk.report({ type: 'tap', reader: READER, uri })
      },
    ],
  ])('%s is refused with what to do', async (_, title, show) => {
    const page = await standing()
    await show(page)
    await heading(page, title)
    expect(await page.getByRole('alert').innerText()).toMatch(/请/)
    await press(page, '知道了')
    await heading(page, '请出示会员卡')
  })

  test('a new card of a known phone shows no points until a code to the phone joins it', async () => {
    kiosk.scene.server.clock.pass({ minutes: 2 })
    const page = await standing()
    await tapped(page, kiosk.newCard)
    expect(await page.getByRole('main').innerText()).toMatch(/—[\s\S]*您以前就是会员/)
    await press(page, '合并积分')
    await page.getByText('验证码已发到').waitFor()
    const code = await kiosk.codeOnPhone()
    await typeDigits(page, code === '000000' ? '000001' : '000000')
    await page.getByRole('alert').getByText('验证码不对').waitFor()
    await typeDigits(page, code)
    await page.getByText('830', { exact: true }).first().waitFor()
    await press(page, '退出')
    await heading(page, '请出示会员卡')
    await kiosk.tap(kiosk.card)
    await heading(page, '这张卡已停用')
  })
})

describe('a member who walks away', () => {
  test('is not shown to whoever opens the page anew', async () => {
    await tapped(await standing(), kiosk.visitor)
    const page = await standing()
    expect(await tracesIn(page)).not.toContain(kiosk.visitor.cardNumber.slice(-4))
    await tapped(page, kiosk.visitor)
  })

  test('is asked after 45 s, can stay, and is forgotten 30 s after no answer', async () => {
    const page = await standing()
    await page.clock.install()
    await tapped(page, kiosk.visitor)
    const card = kiosk.visitor.cardNumber.slice(-4)
    const pagesBefore = await page.evaluate(() => history.length)
    expect(await tracesIn(page)).toContain(card)

    await page.clock.fastForward(35_000)
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.clock.fastForward(10_500)
    await page.getByRole('dialog', { name: '您还在吗？' }).waitFor()
    await page.clock.fastForward(15_000)
    await press(page, '继续使用')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await press(page, '我的积分')
    await press(page, 'English')

    await page.clock.fastForward(45_500)
    await page.getByRole('dialog', { name: 'Are you still there?' }).waitFor()
    await page.clock.fastForward(30_500)
    await heading(page, '请出示会员卡')

    const traces = await tracesIn(page)
    const { name, phone } = VISITOR
    for (const secret of [
      '诸',
      name,
      phone,
      '137****4321',
      card,
      kiosk.visitor.cardNumber,
      '1,998',
      '入会礼',
    ])
      expect(traces, secret).not.toContain(secret)
    expect(await page.evaluate(() => history.length)).toBe(pagesBefore)
  })

  test('ends their session on the server too', async () => {
    const page = await standing()
    await tapped(page, kiosk.visitor)
    await press(page, '退出')
    await heading(page, '请出示会员卡')
    await nobodyStands()
  })

  test('is gone from the screen when the server ended the session and the kiosk did not hear of it', async () => {
    const page = await standing()
    await tapped(page, kiosk.visitor)
    kiosk.scene.server.clock.pass({ minutes: 3 })
    press(page, '礼品兑换').catch(() => 'the kiosk had asked by itself, and the button is gone')
    await heading(page, '请出示会员卡')
  })

  test('and leaves the card on the reader: the kiosk says so until it is taken', async () => {
    const page = await standing()
    kiosk.report({ type: 'card-present', reader: READER, seq: 1 })
    await tapped(page, kiosk.visitor)
    await press(page, '退出')
    await heading(page, '请取走您的卡')
    await page.keyboard.type(kiosk.visitor.cardNumber)
    await page.keyboard.press('Enter')
    await page.waitForTimeout(300)
    await heading(page, '请取走您的卡')
    kiosk.report({ type: 'card-gone', reader: READER, seq: 1 })
    await heading(page, '请出示会员卡')
  })
})
