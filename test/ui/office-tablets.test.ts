import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '../../kiosk/office/tablets/messages.en.ts'
import { zh } from '../../kiosk/office/tablets/messages.zh-CN.ts'
import { pairLaptop } from '../../server/edge/index.ts'
import { newPhone, setScene, type Scene } from '../drives/scene.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { signIn } from '../support/cards.ts'
import { languages } from '../support/slice.ts'
import { listen } from '../support/stations.ts'
import { lateForm, pairTablet, send, write } from '../tablets/tablet.ts'

let pages: Pages
let browser: Browser
let scene: Scene
let url: string

beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  scene = await setScene({ cards: 8, umbrellas: 3 })
  url = await listen(scene.server)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await scene[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
})

const words = { 'zh-CN': zh, en } as const

test.each(languages)(
  'a clerk gives a card, completes a form and revokes a tablet, in %s',
  async (language) => {
    const text = words[language]
    const promoterId = scene.promoter.staffId
    const tablet = await pairTablet(scene, scene.boothId, `平板 ${language}`)
    const name = '诸葛亮'
    write(tablet, { promoterId, body: lateForm(scene, undefined) })
    write(tablet, { promoterId, body: lateForm(scene, undefined, { phone: '12345678901', name }) })
    write(tablet, { promoterId, body: lateForm(scene, undefined, { phone: '10000000001' }) })
    write(tablet, { kind: 'dance', promoterId })
    await send(tablet)

    const context = await signedIn(browser, { pages, client: scene.manager.client, url, language })
    const page = await context.newPage()
    const look = async () => {
      const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    }
    await page.goto(`${url}/office/drives/${scene.driveId}/tablets`)
    await page
      .getByRole('link', { name: `平板 ${language}` })
      .first()
      .waitFor()
    await look()

    const fresh = scene.cards[language === 'en' ? 1 : 0]?.cardNumber ?? ''
    await page.getByRole('button', { name: text['todo.give-card'] }).first().click()
    await page.getByLabel(text['card.label']).fill(fresh)
    await page.getByRole('button', { name: text['card.submit'] }).click()
    await page.getByRole('button', { name: text['do.undone'] }).first().waitFor()

    await page.getByRole('button', { name: text['erase.open'] }).click()
    await page.getByLabel(text['person.phone']).fill('1000 0000 001')
    await page.getByLabel(text['give-up.reason']).fill('asked for it')
    await look()
    await page.screenshot({ path: `test/output/office-erasing.${language}.png` })
    await page.getByRole('button', { name: text['erase.submit'], exact: true }).click()
    const result = text['erase.result'].replace('{{forms}}', '1').replace('{{texts}}', '0')
    await page.getByText(result).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: text['pair.close'] }).click()
    expect(await page.getByRole('button', { name: text['erase.form'], exact: true }).count()).toBe(1)

    await page.getByRole('button', { name: text['todo.complete-person'] }).first().click()
    const phone = page.getByLabel(text['person.phone'])
    await expect.poll(() => phone.inputValue()).toBe('12345678901')
    await look()
    await phone.fill(newPhone())
    await page.getByRole('button', { name: text['person.submit'] }).click()
    await expect
      .poll(async () =>
        (await scene.server.db.selectFrom('tablet_people').select('sealed_form').execute()).every(
          (row) => row.sealed_form === null,
        ),
      )
      .toBe(true)

    await page
      .getByRole('link', { name: `平板 ${language}` })
      .first()
      .click()
    await page.getByRole('button', { name: text['held.drop'] }).first().waitFor()
    await page.getByText(text['because.entry-unreadable']).first().waitFor()
    await look()
    await page.getByRole('button', { name: text['held.drop'] }).first().click()
    await page.getByText(text['settled.dropped']).first().waitFor()
    await page.getByRole('button', { name: text.revoke, exact: true }).click()
    await look()
    await page.getByRole('dialog').getByRole('button', { name: text.revoke, exact: true }).click()
    await page.getByText(text['state.revoked']).first().waitFor()
    await page.getByText(text['revoked.next']).waitFor()
    await look()
    await page.screenshot({ path: `test/output/office-revoked-tablet.${language}.png`, fullPage: true })
    await page.getByRole('button', { name: text['give-up.open'] }).click()
    await page.getByLabel(text['give-up.reason']).fill('屏幕碎了 broken screen')
    await look()
    await page.getByRole('button', { name: text['give-up.submit'], exact: true }).click()
    await page.getByRole('button', { name: text['give-up.refuse'] }).waitFor()
    expect(await page.getByRole('button', { name: text['give-up.confirm'], exact: true }).count()).toBe(0)
    await look()
    const second = await signIn(scene.server, ['administrator'])
    const confirmed = await second.client.post(`/tablets/${tablet.id}/write-off/confirm`, {})
    expect(confirmed.status).toBe(200)
    await page.getByText(text['state.given-up']).first().waitFor()
    await page.getByText('broken screen').waitFor()
    await look()
    await page.screenshot({ path: `test/output/office-given-up.${language}.png`, fullPage: true })

    await page.goto(`${url}/office/drives/${scene.driveId}/tablets`)
    await page.getByRole('button', { name: text['laptops.pair'] }).click()
    await page.getByRole('button', { name: text['pair.make'] }).click()
    const code = await page.locator('.one-time-code strong').innerText()
    await look()
    await page.getByRole('button', { name: text['pair.close'] }).click()
    const laptop = `笔记本 ${language}`
    await pairLaptop({ headquarters: url, code, name: laptop })
    const row = page.getByRole('row', { name: laptop })
    await row.getByText(text['state.on']).waitFor()
    await look()
    await page.screenshot({ path: `test/output/office-laptops.${language}.png`, fullPage: true })
    await row.getByRole('button', { name: text.revoke }).click()
    await look()
    await page.getByRole('dialog').getByRole('button', { name: text.revoke, exact: true }).click()
    await row.getByText(text['state.revoked']).waitFor()
    await context.close()
  },
  240_000,
)
