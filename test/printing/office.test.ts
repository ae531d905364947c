import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import type { Static } from 'typebox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Printers } from '../../server/printing/schema.ts'
import { pressProfile } from '../designs/support/press-profile.ts'
import { drawFiles, orderFile } from '../support/card-file.ts'
import { numbersOf, orderBatch } from '../support/cards.ts'
import { pageCount } from '../support/pdf.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { listen } from '../support/stations.ts'
import { addPrinter, driveUntil, jobOf, order, setUpPress, type Press } from './press.ts'

const PICTURES = new URL('../output/', import.meta.url).pathname

let pages: Pages
let browser: Browser
let press: Press
let url: string
let brokenJob: string

beforeAll(async () => {
  pages = buildPage('office')
  ;[browser, press] = await Promise.all([openBrowser(), setUpPress()])
  url = await listen(press.server)
  const driver = press.newDriver()
  const breaking = await addPrinter(press, 'Card printer 1')
  await breaking.device.does('echo "ATTR: job-impressions-completed=4" >&2; exit 1')
  brokenJob = (await order(press, { quantity: 6, printerId: breaking.id })).jobId
  await driveUntil(press, driver, { jobId: brokenJob, is: ({ state }) => state === 'stopped' })
  const holding = await addPrinter(press, 'Card printer 2')
  await holding.device.does(
    'echo "ATTR: job-impressions-completed=20" >&2; echo "STATE: +media-empty" >&2; wait_here',
  )
  const { jobId } = await order(press, { quantity: 15 })
  await driveUntil(press, driver, {
    jobId,
    is: ({ reported, at }) => reported === 10 && at[0]?.trouble !== null,
  })
  press.server.clock.pass({ seconds: 120 })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await press.stop()
  pages[Symbol.dispose]()
})

async function openPrinting(language: 'en' | 'zh-CN') {
  const context = await signedIn(browser, {
    pages,
    url,
    client: press.operator.client,
    language,
    viewport: { width: 1440, height: 1000 },
  })
  const page = await context.newPage()
  await page.goto(`${url}/office/printing`)
  await page.getByRole('article').first().waitFor()
  return { page, [Symbol.asyncDispose]: () => context.close() }
}

const axe = async (page: Awaited<ReturnType<typeof openPrinting>>['page']) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)

test('the page says which cards are printed, what holds a printer up, and takes the count of a broken part', async () => {
  await using opened = await openPrinting('en')
  const { page } = opened
  await page.getByText('It is out of blanks: put some in.').first().waitFor()
  expect(await page.getByRole('progressbar').nth(1).getAttribute('value')).toBe('10')
  await page.getByText(/cards an hour; about \d+ min are left/).waitFor()
  await page.screenshot({ path: `${PICTURES}office-printing-en.png`, fullPage: true })
  expect(await axe(page)).toEqual([])

  await page.getByRole('button', { name: 'Count what came out' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Good cards').fill('2')
  const second = (await jobOf(press, brokenJob)).toCount[0]?.cardNumbers[1] ?? ''
  const shown = (await dialog.getByRole('status').textContent()) ?? ''
  expect(shown.replace(/\s/g, '')).toContain(second)
  await page.screenshot({ path: `${PICTURES}office-printing-count.png` })
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Record and go on' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await jobOf(press, brokenJob)).toMatchObject({ state: 'queued', out: 2, cards: 6 })
})

test('in Chinese too, and a batch is sent to a printer from its own page', async () => {
  await using opened = await openPrinting('zh-CN')
  const { page } = opened
  await page.getByText('空白卡用完了，请放入。').first().waitFor()
  await page.screenshot({ path: `${PICTURES}office-printing-zh.png`, fullPage: true })
  expect(await axe(page)).toEqual([])
  const { batchId } = await jobOf(press, brokenJob)
  await page.goto(`${url}/office/batches/${batchId}`)
  await page.getByRole('button', { name: '打印', exact: true }).click()
  await page.getByRole('dialog').getByText('6 张已经打印过或在排队').waitFor()
  await page.screenshot({ path: `${PICTURES}office-printing-batch.png` })
  expect(await axe(page)).toEqual([])
})

test('a file is ordered, drawn and taken from the batch’s own page, and is kept on the page Printing', async () => {
  await using opened = await openPrinting('en')
  const { page } = opened
  const { id, code } = await orderBatch(press.operator, { programmeId: press.programmeId, quantity: 2 })
  await page.goto(`${url}/office/batches/${id}`)
  await page.getByRole('button', { name: 'Print', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /Print on$/ }).click()
  await page.getByRole('option', { name: /PDF file/ }).click()
  await dialog.getByRole('button', { name: 'Make the PDF', exact: true }).click()
  await dialog.getByText('Drawn of batch').waitFor()
  await drawFiles(press.server)
  const download = page.waitForEvent('download')
  await dialog.getByRole('link', { name: 'Download PDF' }).click()
  expect((await download).suggestedFilename()).toBe(`${code}-1-2.pdf`)
  await page.goto(`${url}/office/printing`)
  const file = page.getByRole('article').filter({ hasText: code })
  await file.getByText('Downloaded 1 time').waitFor()
  await page.screenshot({ path: `${PICTURES}office-printing-files.png`, fullPage: true })
  expect(await axe(page)).toEqual([])
  await file.getByRole('button', { name: 'Delete the file' }).click()
  await page.getByText('its cards count as printed').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await file.waitFor({ state: 'detached' })
})

test('letters with cards are typed and come as one PDF', async () => {
  await using opened = await openPrinting('en')
  const { page } = opened
  const { id } = await orderBatch(press.operator, { programmeId: press.programmeId, quantity: 1 })
  const [cardNumber = ''] = await numbersOf(press.operator, id)
  await page.getByRole('link', { name: 'Letters with cards' }).click()
  await page.getByRole('button', { name: 'Print the letters (PDF)' }).click()
  await page.getByText('Please fill this in.').first().waitFor()
  await page.getByLabel('Card number').fill(cardNumber)
  await page.getByLabel('To', { exact: true }).fill('王小明')
  await page.getByLabel('Address').fill('江城市解放大道 100 号\n430000')
  await page.screenshot({ path: `${PICTURES}office-letters.png`, fullPage: true })
  expect(await axe(page)).toEqual([])
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Print the letters (PDF)' }).click()
  const pdf = await readFile(await (await download).path())
  expect(pageCount(pdf)).toBe(1)
})

test.each([
  ['en', 'Add a printer', 'Sheet printer', 'Add an ICC profile'],
  ['zh-CN', '添加打印机', '纸张打印机', '添加 ICC 文件'],
] as const)(
  'a sheet printer is added with its paper and its press (%s)',
  async (language, add, kind, icc) => {
    await using opened = await openPrinting(language)
    const { page } = opened
    await page.getByRole('button', { name: add }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: kind }).check({ force: true })
    const [width, height, columns, rows] = await dialog.getByRole('group').first().getByRole('textbox').all()
    await width?.fill('330')
    await height?.fill('487')
    await columns?.fill('3')
    await rows?.fill('8')
    await dialog.getByText('24').waitFor()
    const chosen = page.waitForEvent('filechooser')
    await dialog.getByRole('button', { name: icc }).click()
    const buffer = pressProfile({ name: `Press ${language}` })
    await (await chosen).setFiles({ name: 'press.icc', mimeType: 'application/vnd.iccprofile', buffer })
    await dialog.getByText(`Press ${language}`).first().waitFor()
    await page.screenshot({ path: `${PICTURES}office-printing-sheet-${language}.png` })
    expect(await axe(page)).toEqual([])
    await dialog.getByRole('textbox').nth(0).fill(`Sheets ${language}`)
    await dialog.getByRole('textbox').nth(1).fill(`ipp://${language.toLowerCase()}.mall.example/`)
    await dialog.getByRole('button', { name: add === '添加打印机' ? '添加' : 'Add', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    const { body } = await press.operator.client.get<Static<typeof Printers>>('/printers')
    expect(body.printers.find(({ name }) => name === `Sheets ${language}`)).toMatchObject({
      sheet: { paper: { widthUm: 330_000, heightUm: 487_000 }, columns: 3, rows: 8, duplex: 'long-edge' },
      colourProfileId: expect.any(String) as string,
      ribbonPerCard: 0,
    })
  },
)

const fileWords = {
  en: {
    print: 'Print',
    on: /Print on$/,
    file: 'PDF file to download',
    sheets: 'Sheets with many cards',
    submit: 'Make the PDF',
    take: 'Download PDF',
    remove: 'Delete',
    removing: 'Delete the profile',
    inUse: 'A printer or a file that is not finished uses this colour profile.',
  },
  'zh-CN': {
    print: '打印',
    on: /在哪里打印$/,
    file: '下载 PDF 文件',
    sheets: '拼版，每页多张卡',
    submit: '生成 PDF',
    take: '下载 PDF',
    remove: '删除',
    removing: '删除特性文件',
    inUse: '有打印机或还没做好的文件正在用这个色彩特性文件',
  },
} as const

test.each(['en', 'zh-CN'] as const)(
  'a file is ordered as sheets of a printer, with the press of that (%s)',
  async (language) => {
    const words = fileWords[language]
    const name = `Copy shop ${language}`
    const icc = pressProfile({ name: `Offset ${language}` }).toString('base64')
    const { client } = press.operator
    const { body: profile } = await client.post<{ id: string }>('/colour-profiles', { base64: icc })
    await client.post('/printers', {
      name,
      address: `ipp://copy-${language.toLowerCase()}.mall.example/`,
      kind: 'sheet',
      colourProfileId: profile.id,
    })
    const { id, code } = await orderBatch(press.operator, { programmeId: press.programmeId, quantity: 2 })
    await using opened = await openPrinting(language)
    const { page } = opened
    await page.goto(`${url}/office/batches/${id}`)
    await page.getByRole('button', { name: words.print, exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: words.on }).click()
    await page.getByRole('option', { name: words.file }).click()
    await dialog.getByRole('radio', { name: words.sheets }).check({ force: true })
    const like = dialog.getByRole('button').filter({ hasText: /Sheets|Copy shop/ })
    await like.click()
    await page.getByRole('option', { name }).click()
    await dialog.getByText('210 × 297').waitFor()
    await dialog.getByText(`Offset ${language}`).first().waitFor()
    await page.screenshot({ path: `${PICTURES}office-print-file-sheets-${language}.png` })
    expect(await axe(page)).toEqual([])
    await dialog.getByRole('button', { name: words.submit, exact: true }).click()
    await dialog.getByRole('progressbar').waitFor()
    await drawFiles(press.server)
    const download = page.waitForEvent('download')
    await dialog.getByRole('link', { name: words.take }).click()
    const taken = await download
    expect(taken.suggestedFilename()).toBe(`${code}-1-2-sheets.pdf`)
    const pdf = await readFile(await taken.path())
    expect(pageCount(pdf)).toBe(2)
    expect(pdf.toString('latin1')).toContain(`(Offset ${language})`)
  },
)

test.each(['en', 'zh-CN'] as const)(
  'an administrator deletes the profile of a press that nothing uses (%s)',
  async (language) => {
    const words = fileWords[language]
    const { client } = press.operator
    const [used, free] = [`Used ${language}`, `Free ${language}`]
    for (const name of [used, free]) {
      const base64 = pressProfile({ name }).toString('base64')
      const { body: profile } = await client.post<{ id: string }>('/colour-profiles', { base64 })
      if (name !== used) continue
      const { id: batchId } = await orderBatch(press.operator, {
        programmeId: press.programmeId,
        quantity: 1,
      })
      await orderFile(client, { batchId, colourProfileId: profile.id })
    }
    await using opened = await openPrinting(language)
    const { page } = opened
    const remove = async (name: string) => {
      const row = page.getByRole('row').filter({ hasText: name })
      await row.getByRole('button', { name: words.remove }).click()
      await page.getByRole('dialog').getByRole('button', { name: words.removing }).click()
    }
    await remove(used)
    await page.getByRole('dialog').getByText(words.inUse).waitFor()
    await page.screenshot({ path: `${PICTURES}office-press-in-use-${language}.png` })
    expect(await axe(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await remove(free)
    await page.getByRole('row').filter({ hasText: free }).waitFor({ state: 'detached' })
    await page.screenshot({ path: `${PICTURES}office-presses-${language}.png`, fullPage: true })
    // What led the keyboard within the dialog leaves a moment after it.
    await expect.poll(() => axe(page)).toEqual([])
    await drawFiles(press.server)
  },
)
