import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BatchDetails } from '../../server/batches/schema.ts'
import type { Run } from '../../server/encoding/schema.ts'
import { addProgramme, orderBatch, signIn, type Person } from '../support/cards.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { listen, startStation, until, type SimulatedStation } from '../support/stations.ts'
import { languages } from '../support/slice.ts'

const READER = 'Desk reader'

let pages: Pages
let browser: Browser
let server: TestServer
let operator: Person
let url: string
let programmeId: string
let desk: SimulatedStation
beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  server = await startTestServer()
  operator = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  programmeId = await addProgramme(operator)
  url = await listen(server)
  desk = await startStation(operator, { url, name: 'Desk' })
}, 120_000)
afterAll(async () => {
  await desk.station.stop()
  await browser.close()
  await server.stop()
  pages[Symbol.dispose]()
})

async function office(path: string, language: 'zh-CN' | 'en') {
  const context = await signedIn(browser, { pages, url, client: operator.client, language })
  const page = await context.newPage()
  await page.goto(`${url}/office${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return { page, [Symbol.asyncDispose]: () => closed(context) }
}
const closed = (context: BrowserContext) => context.close()

async function isFreeOfBarriers(page: Page) {
  // React Aria's announcer goes on naming a pending button for some seconds after it has left the page.
  const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
}

const begin = async (batch: BatchDetails) =>
  (
    await operator.client.post<Run>(`/batches/${batch.id}/runs`, {
      stationId: desk.stationId,
      readerName: READER,
      stripeName: null,
    })
  ).body

const WORDS = {
  en: {
    take: 'Take a blank and put it on',
    read: 'Read the card',
    genuine: 'Made by the simulator',
    encode: /Encode it in batch/,
    verify: /Verify it in batch/,
    verified: /Verified: written by us, reading \d+/,
    stripe: 'Read the stripe',
  },
  'zh-CN': {
    take: '拿一张空白卡放上去',
    read: '读卡',
    genuine: '模拟芯片的厂家',
    encode: /可以写进批次/,
    verify: /里核对/,
    verified: /已验证：是我们写的，第 \d+ 次读取/,
    stripe: '读磁条',
  },
} as const

describe.each(languages)('in %s', (language) => {
  const words = WORDS[language]

  test(
    'a blank is laid down, read, and may be encoded; a finished card shows its number and proof',
    { timeout: 120_000 },
    async () => {
      const batch = await orderBatch(operator, { programmeId, quantity: 2 })
      await using opened = await office('/bench', language)
      const { page } = opened
      await page.getByRole('button', { name: words.take }).click()
      await until('a card on the reader', async () => {
        const { cards } = await desk.hands({ kind: 'list-drawer' })
        return cards.some(({ reader }) => reader === READER)
      })
      await page.getByRole('button', { name: words.read, exact: true }).click()
      await page.getByText(words.genuine).waitFor()
      await page.getByRole('link', { name: words.encode }).first().waitFor()
      await isFreeOfBarriers(page)

      const run = await begin(batch)
      await until(
        'an encoded card',
        async () =>
          (await server.db
            .selectFrom('cards')
            .select('card_number')
            .where('batch_id', '=', batch.id)
            .where('state', '=', 'encoded')
            .executeTakeFirst()) !== undefined,
      )
      await operator.client.post(`/runs/${run.id}/finish`)
      await page.getByRole('button', { name: words.read, exact: true }).click()
      await page.getByText(words.verified).waitFor()
      await page.locator('.bench-facts').getByText('NTAG 424 DNA').waitFor()
      await page.getByRole('link', { name: words.verify }).waitFor()
      await isFreeOfBarriers(page)
      await desk.hands({ kind: 'remove-card', reader: READER })
      await operator.client.post(`/batches/${batch.id}/close`, { countedOnHand: 0, countedFinished: 1 })
    },
  )
})

test(
  'a run that is stuck offers to set its card aside, and the hand takes the batch’s own blanks',
  { timeout: 120_000 },
  async () => {
    const batch = await orderBatch(operator, { programmeId, chip: 'ntag215', quantity: 2 })
    const run = await begin(batch)
    await using opened = await office(`/batches/${batch.id}/encode`, 'en')
    const { page } = opened
    const hands = page.getByRole('region', { name: 'Simulated hands' })
    await hands.getByRole('button', { name: /NTAG 215/ }).waitFor()
    await hands.getByRole('button', { name: 'Put one on and tear it away half-way' }).click()
    await page.getByRole('button', { name: 'Set this card aside' }).click()
    await page.getByRole('button', { name: 'Set this card aside' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Label' }).first().waitFor()
    await hands.getByRole('button', { name: 'Take a blank and put it on' }).click()
    await page.getByText('Finished: take the card and put the next one on').waitFor()
    await page.getByRole('button', { name: 'Read it again' }).click()
    await page.locator('.bench-facts').getByText('NTAG 215').waitFor()
    await page.getByText('Verified: written by us').waitFor()
    await isFreeOfBarriers(page)
    await operator.client.post(`/runs/${run.id}/finish`)
    await desk.hands({ kind: 'remove-card', reader: READER })
  },
)
