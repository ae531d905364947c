import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BoothDesk } from '../../kiosk/api/drives.ts'
import { done, setScene, type Scene } from '../drives/scene.ts'
import { buildPage, openBrowser, type Pages } from '../support/pages.ts'
import { listen } from '../support/stations.ts'
import { languages, themes } from '../support/slice.ts'

const password = 'a long enough password'
const texts = {
  'zh-CN': {
    name: '登录名',
    password: '密码',
    phone: '手机号',
    person: '姓名',
    radio: '电台',
    type: /不便手写/,
    signature: '姓名（作为签名）',
    card: /扫码，或输入/,
    umbrella: '雨伞',
    lost: '还不知道有没有办好',
    known: '这个手机号已经是会员',
    evening: '收工清点',
    reason: '补充说明',
    broken: '损坏',
    more: '多一个人排队',
    less: '少一个人排队',
    signed: /已签字/,
  },
  en: {
    name: 'Sign-in name',
    password: 'Password',
    phone: 'Mobile number',
    person: 'Name',
    radio: 'Radio',
    type: /Cannot write by hand/,
    signature: 'Name (as signature)',
    card: /Scan, or type/,
    umbrella: 'Umbrella',
    lost: 'It is not known yet whether this was done',
    known: 'This number has a member already',
    evening: 'Evening count',
    reason: 'In words',
    broken: 'Broken',
    more: 'One more waiting',
    less: 'One fewer waiting',
    signed: /Signed by/,
  },
}

let pages: Pages
let browser: Browser
beforeAll(async () => {
  pages = buildPage('booth')
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser.close()
  pages[Symbol.dispose]()
})

/** A tablet before the booth's page, and two promoters of the drive's team who can sign in on it. */
async function tablet(locale: keyof typeof texts) {
  const scene = await setScene({ cards: 6, umbrellas: 3, mugs: 1 })
  const url = (await listen(scene.server)).replace('127.0.0.1', 'localhost')
  const administrator = scene.server.client()
  await administrator.post('/staff/sign-in', { signInName: 'first', password })
  for (const signInName of ['lin', 'chen']) {
    const person = { signInName, displayName: signInName, password, roles: ['promoter'] }
    const { id } = done(await administrator.post<{ id: string }>('/staff', person))
    done(await scene.manager.client.post(`/drives/${scene.driveId}/team`, { staffId: id }))
  }
  done(await scene.promoter.client.post(`/shifts/${scene.shiftId}/close`))
  const context = await browser.newContext({
    locale,
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  })
  await pages.serve(context)
  const page = await context.newPage()
  const close = async () => {
    await context.close()
    await scene[Symbol.asyncDispose]()
  }
  return { scene, url, context, page, text: texts[locale], [Symbol.asyncDispose]: close }
}

type Tablet = Awaited<ReturnType<typeof tablet>>

const goOn = (page: Page) => page.locator('button.primary').click()
const h1 = (page: Page) => page.locator('h1').innerText()

async function signIn({ page, text }: Tablet, name: string) {
  await page.getByLabel(text.name).fill(name)
  await page.getByLabel(text.password, { exact: true }).fill(password)
  await goOn(page)
}

async function openShift(tablet: Tablet) {
  await tablet.page.goto(`${tablet.url}/booth/`)
  await signIn(tablet, 'lin')
  await tablet.page.locator('.booth-choice').first().click()
  await tablet.page.locator('.stats').waitFor()
  await goOn(tablet.page)
  await tablet.page.getByLabel(tablet.text.phone).waitFor()
}

/** From the phone to the gift, with a typed signature and a typed card number. */
async function fillIn({ page, text }: Tablet, { phone, card }: { phone: string; card: string | undefined }) {
  await page.getByLabel(text.phone).fill(phone)
  await page.getByLabel(text.person, { exact: true }).fill('王小明')
  await goOn(page)
  await page.getByText(text.radio).click()
  await page.getByRole('button', { name: text.type }).click()
  await page.getByLabel(text.signature).fill('王小明')
  await goOn(page)
  await page.getByLabel(text.card).fill(card ?? '')
  await goOn(page)
  await page.locator('.seen-card').waitFor()
  await goOn(page)
  await page.locator('.gift', { hasText: text.umbrella }).click()
}

const deskOf = async (scene: Scene) =>
  done(await scene.promoter.client.get<BoothDesk>(`/booths/${scene.boothId}/desk`))
const today = async (scene: Scene) => (await deskOf(scene)).today

const breakLine = (context: BrowserContext) => context.route('**/api/v1/enrolments', (route) => route.abort())

describe.each(languages)('the booth in %s', (locale) => {
  test('goes from the shift over two enrolments to the signed count, and axe finds nothing on the way', async () => {
    await using at = await tablet(locale)
    const { scene, page, text } = at
    const found: string[] = []
    const look = async (screen: string) => {
      for (const theme of themes) {
        await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme)
        // react-aria's own announcements name buttons that are gone by then
        const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
        found.push(...violations.map(({ id, nodes }) => `${screen}, ${theme}: ${id} ${nodes[0]?.html}`))
      }
    }

    await openShift(at)
    await goOn(page)
    await look('form with lacks')
    for (const name of [text.more, text.more, text.less, text.more])
      await page.getByRole('button', { name, exact: true }).click()
    await expect.poll(async () => (await deskOf(scene)).waiting).toBe(2)
    await fillIn(at, { phone: '13812345678', card: scene.cards[0]?.cardNumber })
    await look('gift')
    await goOn(page)
    await page.locator('.enrolling.done').waitFor()
    await look('done')
    expect(await today(scene)).toEqual({ newMembers: 1, knownMembers: 0 })

    await goOn(page)
    await fillIn(at, { phone: '+86 138-1234-5678', card: scene.cards[1]?.cardNumber })
    await goOn(page)
    await page.getByRole('heading', { name: text.known }).waitFor()
    await look('known')
    expect(await today(scene)).toEqual({ newMembers: 1, knownMembers: 1 })

    await page.getByRole('button', { name: text.evening }).click()
    await goOn(page)
    const counters = page.locator('.counter input')
    await counters.first().waitFor()
    await look('count')
    expect(await page.locator('.day').innerText()).not.toMatch(/雨伞|umbrella|\d+ ?(张|cards)/i)
    for (const [index, counted] of ['4', '1', '1'].entries()) await counters.nth(index).fill(counted)
    await goOn(page)
    await page.getByLabel(text.reason).waitFor()
    expect(await page.getByLabel(text.reason).count()).toBe(1)
    await page.getByText(text.broken, { exact: true }).click()
    await look('difference')
    await goOn(page)
    await page.locator('table').waitFor()
    await look('result')

    await goOn(page)
    await signIn(at, 'chen')
    await page.locator('table').waitFor()
    await goOn(page)
    await page.getByText(text.signed).waitFor()
    await look('signed')
    expect(found).toEqual([])
  }, 180_000)
})

describe('a form at the booth', () => {
  test('outlives a reload and a lost answer with one id, and has one effect', async () => {
    await using at = await tablet('zh-CN')
    const { scene, context, page, text } = at
    await openShift(at)
    await fillIn(at, { phone: '13900000001', card: scene.cards[0]?.cardNumber })
    await page.reload()
    await page.locator('.gift[data-selected]', { hasText: text.umbrella }).waitFor()

    const ids: (string | undefined)[] = []
    await context.route('**/api/v1/enrolments', async (route) => {
      ids.push(route.request().headers()['idempotency-key'])
      await route.fetch() // the server does it, and its answer is lost
      await route.abort()
    })
    await goOn(page)
    await page.getByText(text.lost).waitFor()
    await context.unroute('**/api/v1/enrolments')
    page.on('request', (request) => {
      if (request.url().endsWith('/enrolments')) ids.push(request.headers()['idempotency-key'])
    })
    await page.reload()
    await page.getByText(text.lost).waitFor()
    await goOn(page)
    await page.locator('.enrolling.done').waitFor()
    expect(ids.length).toBeGreaterThan(2)
    expect(new Set(ids).size).toBe(1)
    expect(await today(scene)).toEqual({ newMembers: 1, knownMembers: 0 })
  }, 60_000)

  test('lies on the tablet in no clear letter, and not at all after signing out', async () => {
    await using at = await tablet('zh-CN')
    const { scene, context, page } = at
    await openShift(at)
    await fillIn(at, { phone: '13900000002', card: scene.cards[0]?.cardNumber })
    await breakLine(context)
    expect(await kept(page)).toEqual({ records: 1, isExtractable: false })
    const storage = JSON.stringify(await context.storageState({ indexedDB: false }))
    expect(storage).not.toMatch(/王小明|13900000002/)
    await page.getByRole('button', { name: '退出' }).click()
    await page.getByLabel('登录名').waitFor()
    expect(await kept(page)).toEqual({ records: 0, isExtractable: undefined })
  }, 60_000)

  test('is filled in by keyboard alone, and a scanner is a keyboard', async () => {
    await using at = await tablet('zh-CN')
    const { scene, page, text } = at
    await openShift(at)
    const type = (keys: string) => page.keyboard.type(keys, { delay: 60 })
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    await type('13900000003')
    await press('Tab')
    await page.keyboard.insertText('李雷')
    await press('Enter')
    await page.getByText(text.radio).waitFor()
    await tabTo(page, 'Tab', 'input[type=radio]')
    await press('Space')
    await tabTo(page, 'Tab', '.signature > button')
    await press('Enter')
    await tabTo(page, 'Shift+Tab', '.signature input')
    await page.keyboard.insertText('李雷')
    await press('Enter')
    await page.getByLabel(text.card).waitFor()
    await page.keyboard.type(`${scene.cards[0]?.cardNumber}\n`)
    await page.locator('.seen-card').waitFor()
    expect(await page.locator('.lamp').innerText()).toContain('扫码认到')
    await tabTo(page, 'Tab', 'button.primary')
    await press('Enter')
    expect(await h1(page)).toBe('送哪一份礼物？')
  }, 60_000)
})

/** Goes on with Tab until what is asked for has the focus; it must be there within a dozen stops. */
async function tabTo(page: Page, key: 'Tab' | 'Shift+Tab', selector: string) {
  for (let stops = 0; stops < 12; stops += 1) {
    await page.keyboard.press(key)
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return
  }
  throw new Error(`${selector} is not reached by ${key}`)
}

/** What IndexedDB holds: how many drafts, and whether a script could take their key away. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const opening = indexedDB.open('cardwright-booth', 1)
    await new Promise((resolve) => opening.addEventListener('success', resolve))
    const reading = opening.result.transaction('draft').objectStore('draft').getAll()
    await new Promise((resolve) => reading.addEventListener('success', resolve))
    const all = reading.result as { key: CryptoKey; content: ArrayBuffer }[]
    opening.result.close()
    const clear = all.some(({ content }) => new TextDecoder().decode(content).includes('王小明'))
    if (clear) throw new Error('the draft lies there in clear')
    return { records: all.length, isExtractable: all[0]?.key.extractable }
  })
