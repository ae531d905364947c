import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '../../kiosk/office/drives/messages.en.ts'
import { zh } from '../../kiosk/office/drives/messages.zh-CN.ts'
import type { PlanNow } from '../../server/drives/plan-schema.ts'
import { DAY, done, enrol, form, newPhone, setScene, type Scene } from '../drives/scene.ts'
import { signIn } from '../support/cards.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { languages } from '../support/slice.ts'
import { listen } from '../support/stations.ts'

/** A wave, as a finger draws it. */
const WAVE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAHgAAAAoCAAAAAAQgWH5AAAAv0lEQVR42u2WQRKFMAhDc4/e/5zfhW7+FNokOLoQVtYSHtNpAfxeMjS4wQ3+DHhcpsYfmRCaXEXnOqhchTwWQpD66FvRTUJo8nNtcKclVC5Nnt3+/kDXc+TISQGHDIIcu/DghLAl71ODp98EJo4Epn4ZmrkEcPNebTKXD3be+Tb13OCf10hvXqk7+U+mBi4UCa6iosAN3PgeAq4+k2ShdyGoZ27rk7o1qmOGOySEYHe6UYS4caDrubrBDW7wM3YA1uejEIyAIgwAAAAASUVORK5CYII='

let pages: Pages
let browser: Browser
let scene: Scene
let url: string

beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  scene = await setScene({ cards: 12, umbrellas: 12, mugs: 4 })
  const { manager, promoter, driveId, boothId, cards, server, umbrella } = scene
  const { version, plan } = done(await manager.client.get<PlanNow>(`/drives/${driveId}/plan`))
  const colleague = await signIn(server, ['promoter'])
  done(
    await manager.client.post(`/drives/${driveId}/plan`, {
      seenVersion: version,
      reason: 'targets and costs',
      plan: {
        ...plan,
        team: [...plan.team, { staffId: colleague.staffId, role: 'lead' }],
        targets: [{ boothId, day: DAY, target: 90 }],
        costs: [
          { kind: 'media', name: 'Radio spots', fen: 300_000, sourceCode: 'radio' },
          { kind: 'rent', name: 'Floor', fen: 150_000, sourceCode: null },
        ],
      },
    }),
  )
  for (const [index, card] of cards.slice(0, 5).entries()) {
    server.clock.pass({ minutes: 12 })
    done(await enrol(scene, form(scene, card, { sourceCode: index % 2 ? 'friend' : 'radio' })))
  }
  done(await promoter.client.post(`/booths/${boothId}/queue`, { waiting: 3 }))
  done(
    await promoter.client.post(`/booths/${boothId}/gift-changes`, {
      kind: 'gift-broken',
      giftId: umbrella.id,
      reason: '伞骨断了',
    }),
  )
  done(
    await promoter.client.post(`/booths/${boothId}/handovers`, {
      toPromoterId: colleague.staffId,
      cards: 4,
      gifts: [{ giftId: umbrella.id, quantity: 1 }],
      signatures: { from: WAVE, to: { typedName: '李雷' } },
    }),
  )
  url = await listen(server)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await scene[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
})

const words = { 'zh-CN': zh, en } as const
const shot = (page: Page, name: string) =>
  page.screenshot({ path: `test/output/pages/drive-${name}.png`, fullPage: true })
const accessible = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
}

test.each(languages)(
  'the live board follows an enrolment by itself, on a wall and on a phone; results and movements are read, in %s',
  async (language) => {
    const text = words[language]
    const context = await signedIn(browser, { pages, url, client: scene.manager.client, language })
    const page = await context.newPage()
    await page.clock.setFixedTime(scene.server.clock.now())
    await page.setViewportSize({ width: 1920, height: 1080 })
    await page.goto(`${url}/office/drives/${scene.driveId}/live`)
    await page.getByRole('heading', { name: 'A', exact: false, level: 2 }).first().waitFor()
    const before = await page.locator('.live-board .stat dd').first().textContent()
    done(await enrol(scene, form(scene, scene.cards[language === 'en' ? 6 : 7])))
    await page.waitForFunction(
      (old) => document.querySelector('.live-board .stat dd')?.textContent !== old,
      before,
      { timeout: 10_000 },
    )
    await accessible(page)
    await shot(page, `live-${language}`)
    await page.getByRole('button', { name: text['live.wall'] }).click()
    await page.waitForFunction(() => document.fullscreenElement !== null)
    const size = await page.evaluate(() => {
      const cell = document.querySelector('.live-board td')
      return cell ? Number.parseFloat(getComputedStyle(cell).fontSize) : 0
    })
    expect(size).toBeGreaterThanOrEqual(28)
    const bottomOf = (selector: string) =>
      page.locator(selector).evaluate((element) => element.getBoundingClientRect().bottom)
    expect(await bottomOf('.live-board .bar-chart')).toBeLessThanOrEqual(1080)
    await page.screenshot({ path: `test/output/pages/drive-wall-${language}.png` })
    await page.evaluate(() => document.exitFullscreen())
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    const boardTop = await page.locator('.live-board').evaluate((board) => board.getBoundingClientRect().top)
    expect(boardTop).toBeLessThan(422)
    await shot(page, `phone-${language}`)

    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${url}/office/drives/${scene.driveId}/results`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByRole('table').first().waitFor()
    await accessible(page)
    await shot(page, `results-${language}`)
    await page.goto(`${url}/office/drives/${scene.driveId}/evening`)
    await page.getByText(text['moves.holders']).first().waitFor()
    await accessible(page)
    await shot(page, `evening-${language}`)
    await page.getByRole('button', { name: text['moves.signatures'] }).first().click()
    const drawn = page.getByRole('dialog').getByRole('img')
    await drawn.waitFor()
    expect(await drawn.evaluate((picture) => (picture as HTMLImageElement).naturalWidth)).toBe(120)
    await page.getByText(text['moves.typed-name'].replace('{{name}}', '李雷')).waitFor()
    await accessible(page)
    await shot(page, `signatures-${language}`)
    await page.getByRole('dialog').getByRole('button', { name: text['close'] }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await page.goto(`${url}/office/drives/${scene.driveId}/plan`)
    await page.getByRole('button', { name: text['costs.add'] }).click()
    await page.getByLabel(text['results.what']).last().fill('海报')
    await page.getByLabel(text['costs.yuan']).last().fill('800')
    await page.getByLabel(text['plan.reason.field']).fill('加印海报')
    await accessible(page)
    await page.getByRole('button', { name: text['plan.submit'] }).click()
    await page.getByRole('cell', { name: '加印海报' }).first().waitFor()
    await shot(page, `plan-${language}`)

    const gold = page.getByRole('group', {
      name: text['rules.level'].replace('{{gift}}', language === 'en' ? 'Umbrella' : '雨伞'),
    })
    await gold.getByText(text['rules.every-level']).waitFor()
    const [first, second] = [gold.getByRole('checkbox').nth(1), gold.getByRole('checkbox').nth(2)]
    await first.check({ force: true })
    await second.check({ force: true })
    await page.getByRole('button', { name: text['new.add-day'] }).click()
    await page.getByRole('button', { name: text['new.add-source'] }).click()
    await page.getByLabel(text['new.source-zh']).last().fill('公交')
    await page.getByLabel(text['new.source-en']).last().fill('Bus')
    await page.getByLabel(text['new.target']).fill('450')
    await page.getByLabel(text['plan.reason.field']).fill('多办一天')
    await page.getByRole('button', { name: text['plan.submit'] }).click()
    await page.getByRole('cell', { name: '多办一天' }).first().waitFor()
    const { plan } = done(await scene.manager.client.get<PlanNow>(`/drives/${scene.driveId}/plan`))
    expect(plan.target).toBe(450)
    expect(plan.days.length).toBeGreaterThan(2)
    expect(plan.sources.at(-1)?.nameEn).toBe('Bus')
    expect(plan.gifts.find(({ giftId }) => giftId === scene.umbrella.id)?.levels).toHaveLength(2)
    expect(plan.team).toContainEqual(expect.objectContaining({ role: 'lead' }))
    await context.close()
  },
)

test.each(languages)(
  'paper forms are numbered, found by the number on the paper and typed in; refusals are said in words, in %s',
  async (language) => {
    const text = words[language]
    const context = await signedIn(browser, { pages, url, client: scene.promoter.client, language })
    const page = await context.newPage()
    await page.clock.setFixedTime(scene.server.clock.now())
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${url}/office/drives/${scene.driveId}/forms`)
    const press = (name: string, within: Page | Locator = page) =>
      within.getByRole('button', { name, exact: true }).click()
    await press(text['forms.print'])
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(text['forms.copies']).fill('2')
    await press(text['forms.number-them'], dialog)
    const pdf = dialog.getByRole('link', { name: text['forms.pages'] })
    const href = (await pdf.getAttribute('href')) ?? ''
    const formIds = new URL(href, url).searchParams.get('forms')?.split(',') ?? []
    expect(formIds).toHaveLength(2)
    await accessible(page)
    await press(text['close'], dialog)

    await page.getByLabel(text['forms.number']).fill((formIds[0] ?? '').replaceAll('-', '').toUpperCase())
    await press(text['forms.find.submit'])
    await dialog.getByLabel(text['forms.name'], { exact: true }).fill('纸上的人')
    const phone = dialog.getByLabel(text['forms.phone'], { exact: true })
    await phone.fill('12345678901')
    await dialog
      .getByLabel(text['forms.card'], { exact: true })
      .fill(scene.cards[language === 'en' ? 8 : 9]?.cardNumber ?? '')
    const choose = async (label: string, option = '') => {
      await dialog.getByRole('button', { name: label }).click()
      await page.getByRole('option', { name: option }).first().click()
    }
    await choose(text['drive.source'], language === 'en' ? 'Radio' : '电台')
    await choose(text['forms.date'], '20')
    await choose(text['booths.name'], 'A')
    await choose(text['forms.promoter'])
    await press(text['forms.type.submit'], dialog)
    await dialog.getByRole('alert').waitFor()
    await accessible(page)
    await shot(page, `forms-type-${language}`)
    await phone.fill(newPhone())
    await press(text['forms.type.submit'], dialog)
    await page.getByText('纸上的人').waitFor()
    await accessible(page)
    await shot(page, `forms-${language}`)
    await page.getByLabel(text['forms.number']).fill(formIds[0] ?? '')
    await press(text['forms.find.submit'])
    await page.getByText(text['forms.found.typed']).waitFor()
    await press(text['forms.aside'], page.getByRole('row').last())
    await dialog.getByRole('textbox').fill('弄脏了')
    await press(text['forms.aside'], dialog)
    await page.getByText(text['forms.none']).waitFor()
    await context.close()
  },
)
