import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BatchDetails } from '../../server/batches/schema.ts'
import type { CardBox, MovedCards } from '../../server/batches/transfer-schema.ts'
import type { Static } from 'typebox'
import {
  addProgramme,
  approve,
  finishCard,
  numbersOf,
  signIn,
  verifySample,
  type Person,
} from '../support/cards.ts'
import type { Language } from '../../kiosk/i18n/language.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { cardFile } from '../support/card-file.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { listen } from '../support/stations.ts'
import { languages } from '../support/slice.ts'

let pages: Pages
let browser: Browser
let server: TestServer
let operator: Person
let manager: Person
let url: string
let ordered: BatchDetails
let boxed: BatchDetails

beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  server = await startTestServer()
  operator = await signIn(server, ['card-operator'])
  manager = await signIn(server, ['programme-manager', 'administrator'])
  const programmeId = await addProgramme(manager)
  const place = { name: '北门展位 North gate', kind: 'booth' }
  const placeId = (await manager.client.post<{ id: string }>('/places', place)).body.id
  ordered = await order(programmeId, 50)
  boxed = await order(programmeId, 6)
  await approve(server, boxed.id)
  const numbers = await numbersOf(operator, boxed.id)
  await cardFile(server, operator.client, { batchId: boxed.id })
  for (const cardNumber of numbers)
    await finishCard(server, { batch: boxed, cardNumber, staffId: operator.staffId })
  await verifySample(server, boxed.id)
  for (const quantity of [2, 2])
    await operator.client.post<CardBox>(`/batches/${boxed.id}/boxes`, { quantity })
  const send = { placeId, quantity: 1 }
  for (const who of [operator, manager])
    await who.client.post<Static<typeof MovedCards>>(`/batches/${boxed.id}/allocate`, send)
  await operator.client.post(`/batches/${boxed.id}/counts`, { counted: 2 })
  url = await listen(server)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.stop()
  pages[Symbol.dispose]()
})

async function order(programmeId: string, quantity: number): Promise<BatchDetails> {
  const body = { programmeId, design: 'gold', level: 'gold', quantity, blanksReceived: quantity + 2 }
  return (await operator.client.post<BatchDetails>('/batches', body)).body
}

async function officeOf(person: Person, language: Language): Promise<Page> {
  const context = await signedIn(browser, { pages, url, client: person.client, language })
  return context.newPage()
}

const free = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
}

describe.each(languages)('in %s the page of a batch', (language) => {
  test(
    'tells who must approve an order, and lets only another person do it',
    { timeout: 120_000 },
    async () => {
      const own = await officeOf(operator, language)
      await own.goto(`${url}/office/batches/${ordered.id}`)
      await own.locator('.batch-steps [aria-current=step]').waitFor()
      expect(await own.locator('.batch-steps li').count()).toBe(8)
      const approving = { name: /^(Approve|批准)$/ }
      expect(await own.getByRole('button', approving).count()).toBe(0)
      await free(own)
      const other = await officeOf(manager, language)
      await other.goto(`${url}/office/batches/${ordered.id}`)
      await other.getByRole('button', approving).click()
      await other.getByRole('dialog').waitFor()
      await free(other)
      await Promise.all([own.context().close(), other.context().close()])
    },
  )

  test(
    'shows boxes, transfers with both signatures, and books, free of barriers',
    { timeout: 120_000 },
    async () => {
      const page = await officeOf(manager, language)
      await page.goto(`${url}/office/batches/${boxed.id}`)
      await page.getByRole('row', { name: `${boxed.code}-01` }).waitFor()
      const signing = page.getByRole('button', { name: /Count and sign|清点签收/ })
      expect(await signing.count()).toBe(1)
      await free(page)
      await page.context().close()
    },
  )

  test('offers chips, and warns of what can be copied', { timeout: 120_000 }, async () => {
    const page = await officeOf(operator, language)
    await page.goto(`${url}/office/batches/new`)
    await page.getByRole('button', { name: /NTAG 424 DNA/ }).click()
    await page.getByRole('option', { name: 'MIFARE Classic 1K' }).click()
    await page
      .getByText(/can be copied|可以被复制/)
      .first()
      .waitFor()
    await free(page)
    await page.context().close()
  })
})
