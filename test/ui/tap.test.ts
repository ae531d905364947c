import type { Browser, Page } from 'playwright-core'
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TapVerdict } from '../../server/taps/schema.ts'
import { done, enrol, form, setScene, type Scene } from '../drives/scene.ts'
import { buildPage, openBrowser, type Pages } from '../support/pages.ts'
import { listen } from '../support/stations.ts'
import { readCardAddress } from '../../kiosk/tap/card-address.ts'
import { languages, themes } from '../support/slice.ts'
import { en } from '../../kiosk/tap/messages.en.ts'
import { zh } from '../../kiosk/tap/messages.zh-CN.ts'
import { reminderToken } from '../../server/occasions/reminder-choice.ts'

const words = { 'zh-CN': zh, en } as const

let scene: Scene
let pages: Pages
let browser: Browser
let url: string

beforeAll(async () => {
  pages = buildPage('tap')
  scene = await setScene({ cards: 2 })
  url = (await listen(scene.server)).replace('127.0.0.1', 'localhost')
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser.close()
  await scene[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
})

interface Phone {
  page: Page
  /** how often the server was asked about a card */
  asked: () => number
  open: (hash: string) => Promise<void>
}

async function phone(locale = 'zh-CN'): Promise<Phone> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale,
    reducedMotion: 'reduce', // no colour on its way from one theme to the other
  })
  await pages.serve(context)
  const page = await context.newPage()
  let asked = 0
  page.on('request', (request) => {
    if (request.url().endsWith('/taps/check')) asked += 1
  })
  return { page, asked: () => asked, open: async (hash) => void (await page.goto(`${url}/t${hash}`)) }
}

const hashOf = async (index: number) => new URL((await scene.cards[index]?.tap()) ?? '').hash
const title = (page: Page, words: string) => page.getByRole('heading', { name: words }).waitFor()

test('a tapped card is genuine; a reload says so again without asking, and the message is in no address', async () => {
  const { page, asked, open } = await phone()
  const hash = await hashOf(0)
  await open(hash)
  await title(page, '这是真卡')
  expect(page.url()).toBe(`${url}/t`)
  const picture = page.getByRole('img')
  expect(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.src))).toMatch(
    /gold/,
  )
  await page.reload()
  await title(page, '这是真卡')
  expect(asked()).toBe(1)
  const kept = await page.evaluate(() =>
    JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]),
  )
  for (const part of hash.slice(1).split('&')) expect(kept).not.toContain(part.slice(2))
  await page.context().close()
})

test('the same message from another phone may be a copy', async () => {
  const hash = await hashOf(0)
  const first = await phone()
  await first.open(hash)
  await title(first.page, '这是真卡')
  const second = await phone()
  await second.open(hash)
  await title(second.page, '可能是复制的')
  await Promise.all([first, second].map(({ page }) => page.context().close()))
})

test('another card that is tapped while the page is open is checked too', async () => {
  const { page, asked, open } = await phone()
  await open('#b=AAAAAA&p=00&m=00')
  await title(page, '认不出这张卡')
  expect(asked()).toBe(0)
  const hash = await hashOf(1)
  await page.evaluate((next) => {
    location.hash = next
  }, hash)
  await title(page, '这是真卡')
  expect(page.url()).toBe(`${url}/t`)
  await page.context().close()
})

test('a forged message and a forged code are unknown', async () => {
  const { page, open } = await phone('en')
  await open(`#b=${scene.batch.code}&p=${'0'.repeat(32)}&m=${'0'.repeat(16)}`)
  await title(page, 'We do not know this card')
  await page.goto('about:blank')
  await open(`#q=${scene.cards[0]?.cardNumber}~${'A'.repeat(86)}`)
  await title(page, 'We do not know this card')
  await page.context().close()
})

test('without a card the page says how to tap, and the way on leads back there', async () => {
  const { page, asked, open } = await phone()
  await open('')
  await title(page, '请用手机碰一下卡')
  expect(asked()).toBe(0)
  await open(await hashOf(1))
  await title(page, '这是真卡')
  await page.getByRole('button', { name: '再验一张卡' }).click()
  await title(page, '请用手机碰一下卡')
  await page.reload()
  await title(page, '请用手机碰一下卡')
  await page.context().close()
})

test('without network nothing is claimed, and trying again counts as the same tap', async () => {
  const { page, open } = await phone()
  let isCut = true
  await page.route('**/taps/check', (route) => (isCut ? route.abort() : route.fallback()))
  await open(await hashOf(1))
  await title(page, '连不上网络')
  isCut = false
  await page.getByRole('button', { name: '再试一次' }).click()
  await title(page, '这是真卡')
  await page.context().close()
})

describe.each(languages)('in %s', (locale) => {
  test.each(themes)('axe finds nothing in the %s theme', async (theme) => {
    const { page, open } = await phone(locale)
    for (const hash of ['', await hashOf(0), '#b=A&p=1&m=2']) {
      await page.goto('about:blank')
      await open(hash)
      await page.getByRole('heading').waitFor()
      await page.evaluate((name) => {
        document.documentElement.dataset['theme'] = name
      }, theme)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale)
    }
    await page.context().close()
  })
})

test('no address but that of a card is asked about', () => {
  const [picc, mac] = ['0'.repeat(32), 'A'.repeat(16)]
  expect(readCardAddress('')).toBe('nothing')
  expect(readCardAddress(`#b=K7Q2MD&p=${picc}&m=${mac}`)).toEqual({ batchCode: 'K7Q2MD', picc, mac })
  expect(readCardAddress('#q=9156~x')).toEqual({ qr: '9156~x' })
  for (const odd of [
    '#b=K7Q2MD',
    `#b=K7Q2MD&p=${picc}`,
    `#p=${picc}&m=${mac}`,
    `#q=${'x'.repeat(201)}`,
    '#hello',
  ])
    expect(readCardAddress(odd), odd).toBe('unreadable')
})

test('a card is shown with the version that it was printed with, and a picture for phones is light, kept and like the engine’s', async () => {
  const visitor = scene.server.client()
  const first = await visitor.get<Buffer>('/designs/gold/preview.webp?version=1')
  expect(first.headers).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'public, max-age=31536000, immutable',
  })
  expect(first.body.length).toBeLessThan(50_000)
  const address = `${url}/api/v1/designs/gold/preview.webp?version=1`
  const again = await fetch(address, { headers: { 'if-none-match': String(first.headers['etag']) } })
  expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0])
  expect((await visitor.get('/designs/gold/preview.webp?version=2')).status).toBe(404)

  const { page, open } = await phone()
  const asked = page.waitForRequest(/preview\.webp/)
  await open(await hashOf(0))
  expect(new URL((await asked).url()).search).toBe('?version=1')
  await page.context().close()

  const drawn = await visitor.get<Buffer>('/designs/gold/preview.svg')
  const blank = await browser.newPage()
  const difference = await blank.evaluate(
    async ([one, other]) => {
      // oxlint-disable-next-line unicorn/consistent-function-scoping -- all of this runs in the page
      const pixelsOf = async (source: string) => {
        const image = new Image(214, 135)
        image.src = source
        await image.decode()
        const canvas = new OffscreenCanvas(214, 135)
        const context = canvas.getContext('2d')
        if (!context) throw new Error('no canvas')
        context.imageSmoothingQuality = 'high'
        context.drawImage(image, 0, 0, 214, 135)
        return context.getImageData(0, 0, 214, 135).data
      }
      const [a, b] = await Promise.all([pixelsOf(one ?? ''), pixelsOf(other ?? '')])
      return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length
    },
    [
      `data:image/webp;base64,${Buffer.from(first.body).toString('base64')}`,
      `data:image/svg+xml;base64,${Buffer.from(drawn.body).toString('base64')}`,
    ],
  )
  expect(difference).toBeLessThan(6)
  await blank.close()
})

test("a member's own card brings a code and an address that a friend's phone opens", async () => {
  const given = scene.cards[1]
  const { db, clock } = scene.server
  const { rules, ...last } = await db.selectFrom('programme_versions').selectAll().executeTakeFirstOrThrow()
  const referral = { points: 200, friendPoints: 50, fromFen: 10_000, perYear: null }
  const next = JSON.stringify({ ...rules, earn: { ...rules.earn, referral } })
  clock.pass({ minutes: 1 })
  await db
    .insertInto('programme_versions')
    .values({ ...last, version: last.version + 1, starts_at: clock.now(), rules: next } as never)
    .execute()
  done(await enrol(scene, form(scene, given)))
  const own = await phone('en-US')
  await own.open(await hashOf(1))
  await title(own.page, 'Invite a friend')
  const code = await own.page.locator('.tap-code').innerText()
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/)
  await own.page.getByRole('img', { name: 'QR code of the address to pass on' }).waitFor()
  await own.page.screenshot({ path: 'test/output/pages/tap-invite-en.png', fullPage: true })
  const kept = await own.page.evaluate(() => sessionStorage.getItem('cardwright.verdict'))
  const { share } = (JSON.parse(kept ?? '{}') as TapVerdict).invitation ?? { share: '' }
  const friend = await phone()
  await friend.open(`#f=${share}`)
  await title(friend.page, '朋友邀请您入会')
  expect(await friend.page.locator('.tap-code').innerText()).toBe(code)
  expect(friend.page.url()).toBe(`${url}/t`)
  await friend.open(`#f=${share.slice(0, 36)}~${'A'.repeat(22)}`)
  await title(friend.page, '请用手机碰一下卡')
})

test.each(languages)(
  'whoever got a reminder says on their phone that they want no more, in %s',
  async (locale) => {
    const text = words[locale]
    const { memberId } = await scene.server.db
      .selectFrom('members')
      .select('id as memberId')
      .executeTakeFirstOrThrow()
    const { page, open } = await phone(locale)
    await open(`#r=${reminderToken(scene.server.keys, memberId)}`)
    await title(page, text['reminders.on'])
    expect(page.url()).toBe(`${url}/t`)
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    await page.getByRole('button', { name: text['reminders.stop'] }).click()
    await title(page, text['reminders.off'])
    await page.screenshot({ path: `test/output/pages/tap-reminders-${locale}.png` })
    await page.getByRole('button', { name: text['reminders.start'] }).click()
    await title(page, text['reminders.on'])
    await open(`#r=${'A'.repeat(22)}~${'A'.repeat(22)}`)
    await title(page, text['none.title'])
    await page.context().close()
  },
)
