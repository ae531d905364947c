import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '../../kiosk/office/batches/card-words.en.ts'
import { zh } from '../../kiosk/office/batches/card-words.zh-CN.ts'
import { en as printEn } from '../../kiosk/office/printing/messages.en.ts'
import { zh as printZh } from '../../kiosk/office/printing/messages.zh-CN.ts'
import type { BatchDetails } from '../../server/batches/schema.ts'
import { addProgramme, approve, signIn, type Person } from '../support/cards.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { languages } from '../support/slice.ts'
import { listen } from '../support/stations.ts'

let pages: Pages
let browser: Browser
let server: TestServer
let operator: Person
let programmeId: string
let url: string

beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  server = await startTestServer()
  operator = await signIn(server, ['card-operator'])
  const artist = await signIn(server, ['programme-manager'])
  const second = await signIn(server, ['programme-manager'])
  programmeId = await addProgramme(artist)
  for (const code of ['gift', 'staff']) {
    const from = { kind: 'template', template: code }
    await artist.client.post('/designs', { code, nameZh: code, nameEn: code, from })
    const seen = { number: 1, revision: 1 }
    await artist.client.post(`/designs/${code}/submit`, { ...seen, note: 'first' })
    expect((await second.client.post(`/designs/${code}/approve`, seen)).status).toBe(200)
  }
  url = await listen(server)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await server.stop()
  pages[Symbol.dispose]()
})

async function numbered(design: string): Promise<string> {
  const body = { programmeId, design, level: 'gold', quantity: 20, blanksReceived: 22 }
  const { id } = (await operator.client.post<BatchDetails>('/batches', body)).body
  return (await approve(server, id)).id
}

const words = { 'zh-CN': { ...printZh, ...zh }, en: { ...printEn, ...en } } as const

test.each(languages)(
  'gift cards and badges are filled in before they are printed, in %s',
  async (language) => {
    const text = words[language]
    const context = await signedIn(browser, { pages, url, client: operator.client, language })
    const page = await context.newPage()
    const dialog = page.getByRole('dialog')
    const shot = (name: string) =>
      page.screenshot({
        path: `test/output/pages/card-words-${name}-${language}.png`,
        animations: 'disabled',
      })

    await page.goto(`${url}/office/batches/${await numbered('gift')}`)
    await page.getByRole('button', { name: text['print.open'], exact: true }).click()
    await dialog.getByText(language === 'en' ? '20 of them have no' : '20 张还没有填写').waitFor()
    await shot('print')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: text['words.open'] }).click()
    await dialog.getByLabel(text['words.to']).fill('12')
    const value = dialog.getByLabel(text['words.field.faceValue'])
    await value.fill('much')
    await dialog.getByText(text['words.money.wrong']).waitFor()
    await value.fill('88.50')
    await dialog.getByRole('button', { name: text['words.submit'] }).click()
    await dialog.getByRole('table').getByText('88.50').waitFor()
    await shot('gift')

    await page.goto(`${url}/office/batches/${await numbered('staff')}`)
    await page.getByRole('button', { name: text['words.open'] }).click()
    await dialog.getByLabel(text['words.field.memberName']).fill('欧阳静')
    await dialog.getByLabel(text['words.field.jobTitle']).fill('楼层主管')
    await dialog.getByLabel(text['words.field.staffNumber']).fill('B207')
    await dialog.getByRole('button', { name: text['words.submit'] }).click()
    await dialog.getByRole('table').getByText('B207').waitFor()
    await shot('badge')
    const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    await context.close()
  },
)
