import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { addProgramme, orderBatch, signIn, type Person } from '../support/cards.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { listen, startStation, until, type SimulatedStation } from '../support/stations.ts'

const READER = 'Desk reader'
const PICTURES = new URL('../output/', import.meta.url).pathname

let pages: Pages
let browser: Browser
let server: TestServer
let operator: Person
let desk: SimulatedStation
let url: string
let batchId: string

beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  server = await startTestServer()
  operator = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  url = await listen(server)
  desk = await startStation(operator, { url, name: 'Simulated devices' })
  const batch = await orderBatch(operator, { programmeId: await addProgramme(operator), quantity: 8 })
  batchId = batch.id
  const run = { stationId: desk.stationId, readerName: READER, stripeName: null }
  await operator.client.post(`/batches/${batchId}/runs`, run)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await desk.station.stop()
  await server.stop()
  pages[Symbol.dispose]()
})

async function openStations(language: 'en' | 'zh-CN') {
  const context = await signedIn(browser, { pages, url, client: operator.client, language })
  await context.addInitScript(() => {
    const heard: number[] = []
    Object.assign(window, { heard })
    window.OscillatorNode = class extends OscillatorNode {
      constructor(...[audio, options]: ConstructorParameters<typeof OscillatorNode>) {
        super(audio, options)
        heard.push(options?.frequency ?? 0)
      }
    }
  })
  const page = await context.newPage()
  await page.goto(`${url}/office/stations`)
  const row = page.getByRole('row', { name: READER })
  await row.waitFor()
  return { page, row, [Symbol.asyncDispose]: () => context.close() }
}

/** The tones that the page has played, in hertz. */
const heardBy = (page: Page) => page.evaluate(() => (window as unknown as { heard: number[] }).heard)

const cards = async () =>
  (await operator.client.get<{ latest: unknown[] }>(`/batches/${batchId}/progress`)).body
async function feed(): Promise<void> {
  const before = (await cards()).latest.length
  await desk.hands({ kind: 'take-blank', reader: READER })
  await until('a finished card', async () => (await cards()).latest.length > before)
  await desk.hands({ kind: 'remove-card', reader: READER })
  server.clock.pass({ seconds: 24 })
}

test('the page follows each device: its card, its step, its pace and its last error, and is heard', async () => {
  await using office = await openStations('en')
  const { page, row } = office
  await page.getByText('Batch').first().waitFor()
  expect(await row.innerText()).toContain('waits for a blank')
  expect(await heardBy(page)).toEqual([])
  for (let card = 1; card <= 3; card += 1) await feed()
  await expect.poll(() => row.innerText()).toContain('150')
  await expect.poll(() => heardBy(page)).toEqual([784, 1175, 784, 1175, 784, 1175])
  await desk.hands({ kind: 'take-blank', reader: READER, tear: { apdu: 3, phase: 'before' } })
  await expect.poll(() => row.innerText()).toContain('The card left too early')
  await expect.poll(async () => (await heardBy(page)).slice(6)).toEqual([196])
  await page.screenshot({ path: `${PICTURES}stations-en.png` })
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
}, 60_000)

test('in Chinese every word of the page is Chinese, the name of the station that npm start made too', async () => {
  await using office = await openStations('zh-CN')
  const { page, row } = office
  await page.getByRole('heading', { name: '模拟设备', exact: true }).waitFor()
  await expect.poll(() => row.innerText()).toContain('卡片离开太早')
  expect(await page.locator('main').innerText()).not.toContain('Simulated devices')
  await page.screenshot({ path: `${PICTURES}stations-zh.png` })
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
}, 60_000)

test('an administrator revokes a station, and it is cut off at once', async () => {
  await using office = await openStations('en')
  const { page } = office
  await page.getByRole('button', { name: 'Revoke', exact: true }).click()
  await page.getByRole('button', { name: 'Revoke for good' }).click()
  await page.getByText('No stations yet').waitFor()
  await until('its refusal', () =>
    Promise.resolve(desk.sentences.some((said) => said.includes('pair it again'))),
  )
}, 60_000)
