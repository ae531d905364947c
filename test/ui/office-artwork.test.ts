import { AxeBuilder } from '@axe-core/playwright'
import Pdf from 'pdfkit'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findOrAddMember } from '../../server/members/index.ts'
import { accept } from '../../server/platform/refusal.ts'
import { hostilePdfs } from '../designs-server/hostile-pdfs.ts'
import { png } from '../designs-server/pictures.ts'
import { addProgramme, approve, asStaff, numbersOf, signIn, type Person } from '../support/cards.ts'
import { buildPage, signedIn, type Pages } from '../support/pages.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { listen } from '../support/stations.ts'

let pages: Pages
let browser: Browser
let server: TestServer
let artist: Person
let memberId: string
let programmeId: string
let url: string

beforeAll(async () => {
  pages = buildPage('office')
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  })
  server = await startTestServer()
  artist = await signIn(server, ['administrator', 'programme-manager'])
  url = await listen(server)
  const from = { kind: 'template', template: 'staff' }
  await artist.client.post('/designs', { code: 'badge', nameZh: '工作证', nameEn: 'Badge', from })
  programmeId = await addProgramme(artist)
  const person = { programmeId, level: 'gold', name: '欧阳小明', phone: '13800000002' }
  const added = await asStaff(server, artist.staffId, async (work) =>
    accept(await findOrAddMember(work, server.keys, person)),
  )
  memberId = added.ok ? added.value.memberId : ''
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.stop()
  pages[Symbol.dispose]()
})

async function office(path: string) {
  const context = await signedIn(browser, {
    pages,
    url,
    client: artist.client,
    language: 'en',
    permissions: ['camera'],
  })
  const page = await context.newPage()
  await page.goto(`${url}/office/${path}`)
  return { page, [Symbol.asyncDispose]: () => context.close() }
}

const pick = (page: Page, name: string, buffer: Buffer) =>
  page
    .locator('.insert input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
const press = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name }).click()
const shot = (page: Page, name: string) =>
  page.screenshot({ path: `test/output/pages/${name}.png`, animations: 'disabled' })

async function pdf(options: PDFKit.PDFDocumentOptions, words: readonly string[]): Promise<Buffer> {
  const document = new Pdf({ size: [243, 153], autoFirstPage: false, ...options })
  for (const word of words) document.addPage().fontSize(30).fillColor('#c00').text(word, 20, 20)
  document.end()
  const parts: Buffer[] = []
  for await (const part of document) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

const svg = (content: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 50">${content}</svg>`)

async function noBarriers(page: Page) {
  const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
}

test('artwork comes from SVG, as shapes or as a picture, and from a page of a PDF; what cannot be taken is told in words', async () => {
  await using opened = await office('designs/badge/edit')
  const { page } = opened
  const drawn = (id: string) => page.locator(`[data-element="${id}"]`)
  await page.locator('.insert').waitFor()

  await pick(page, 'logo.svg', svg('<rect width="40" height="20" fill="#060"/><text y="40">Spring</text>'))
  await page.getByText(/passed over: text/).waitFor()
  expect(await drawn('artwork').count()).toBe(1)
  await noBarriers(page)
  await shot(page, 'import-left-out')
  await press(page, 'All as a picture')
  await drawn('picture').locator('image').waitFor()
  expect(await drawn('artwork').count()).toBe(0)

  await pick(page, 'two.pdf', await pdf({}, ['one', 'two']))
  const preview = page.getByRole('img', { name: 'Page 1' })
  await preview.waitFor()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Page' }).fill('2')
  await page.keyboard.press('Enter')
  await page.getByRole('img', { name: 'Page 2' }).waitFor()
  await noBarriers(page)
  await shot(page, 'import-pdf')
  await press(page, 'Import this page')
  await expect.poll(() => page.locator('[data-element] image').count()).toBeGreaterThanOrEqual(3)
  const pictures = await server.db.selectFrom('design_assets').select(['width_px']).execute()
  expect(pictures.map((row) => row.width_px)).toEqual([2_117, 2_117])

  for (const [name, file, words] of [
    ['locked.pdf', await pdf({ userPassword: 'secret' }, ['one']), /locked with a password/],
    ['broken.pdf', Buffer.from('%PDF-1.7 nothing'), /damaged, or is none/],
    ['script.svg', svg('<script>alert(1)</script>'), /holds a script/],
    ['away.svg', svg('<image href="https://example.org/a.png"/>'), /refers to something outside/],
    ['huge.png', png({ width: 20_000, height: 10_000, raster: Buffer.alloc(9) }), /too large/],
    ['note.txt', Buffer.from('hello'), /no SVG, PNG, JPEG or PDF/],
  ] as const) {
    await pick(page, name, file)
    await dialog.getByText(words).waitFor()
    await press(page, 'Understood')
    await dialog.waitFor({ state: 'detached' })
  }
}, 240_000)

test('a PDF that is a bomb is drawn in bounded time or refused in words, and the editor lives', async () => {
  await using opened = await office('designs/badge/edit')
  const { page } = opened
  await page.locator('.insert').waitFor()
  const dialog = page.getByRole('dialog')
  for (const [name, file] of Object.entries(hostilePdfs)) {
    await pick(page, `${name}.pdf`, file)
    const drawn = page.getByRole('img', { name: 'Page 1' })
    const told = dialog.getByText(/damaged, or is none|not drawn within 20 seconds|too large/)
    await drawn.or(told).waitFor({ timeout: 45_000 })
    await dialog.getByRole('button', { name: /^(Cancel|Understood)$/ }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  await pick(page, 'logo.svg', svg('<rect width="40" height="20" fill="#060"/>'))
  await page.locator('[data-element="artwork"]').waitFor()
}, 240_000)

test('a number that is not printed yet becomes a member’s own on their page; one that cannot is refused in words', async () => {
  const order = { design: 'gold', level: 'gold', quantity: 1, blanksReceived: 1, programmeId }
  const operator = await signIn(server, ['card-operator'])
  const batch = await operator.client.post<{ id: string }>('/batches', order)
  const approved = await approve(server, batch.body.id)
  const [number = ''] = await numbersOf(operator, approved.id)
  await using opened = await office(`members/${memberId}`)
  const { page } = opened
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Print a card for this member' }).click()
  await dialog.getByRole('textbox', { name: 'Card number' }).fill('9156 0000')
  await press(page, 'Take this card')
  await dialog.getByText('Write all 16 digits.').waitFor()
  await dialog.getByRole('textbox', { name: 'Card number' }).fill('9156000000000000')
  await press(page, 'Take this card')
  await dialog.getByRole('alert').waitFor()
  await noBarriers(page)
  await shot(page, 'named-card-refused')
  await dialog.getByRole('textbox', { name: 'Card number' }).fill(number.replace(/(.{4})(?=.)/g, '$1 '))
  await press(page, 'Take this card')
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Cards printed for this member:').waitFor()
  const rows = await server.db.selectFrom('named_cards').select(['card_number', 'member_id']).execute()
  expect(rows).toEqual([{ card_number: number, member_id: memberId }])
}, 60_000)

test('a member’s photo is taken by camera, framed and set before one colour; a signature is written; both are kept and can be deleted', async () => {
  await using opened = await office(`members/${memberId}`)
  const { page } = opened
  await page.getByRole('button', { name: 'Take or upload a photo' }).click()
  await page.getByRole('button', { name: 'Take the photo' }).click()
  const photo = page.getByRole('img', { name: 'The photo' })
  const before = await photo.getAttribute('src')
  await page.getByRole('slider', { name: 'Closer' }).focus()
  for (let times = 0; times < 5; times += 1) await page.keyboard.press('ArrowRight')
  await expect.poll(() => photo.getAttribute('src')).not.toBe(before)
  await page.getByText('Blue', { exact: true }).click()
  await page.getByText(/even wall/).waitFor()
  await noBarriers(page)
  await shot(page, 'photo-capture')
  await press(page, 'Use it')
  const kept = page.getByRole('img', { name: 'Photo', exact: true })
  await kept.waitFor()
  const size = await kept.evaluate((image: HTMLImageElement) =>
    image.decode().then(() => [image.naturalWidth, image.naturalHeight]),
  )
  expect(size).toEqual([600, 800])

  await page.getByRole('button', { name: 'Take a signature' }).click()
  const pad = page.locator('canvas.signature-canvas')
  const box = await pad.boundingBox()
  await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 20)
  await page.mouse.down()
  await page.mouse.move((box?.x ?? 0) + 120, (box?.y ?? 0) + 60, { steps: 8 })
  await page.mouse.up()
  await press(page, 'Use it')
  await page.getByRole('img', { name: 'Signature', exact: true }).waitFor()
  await shot(page, 'member-pictures')
  await page.getByRole('button', { name: 'Delete the photo' }).click()
  await page.getByText('There is no photo yet.').waitFor()
  const rows = await server.db.selectFrom('member_pictures').select('kind').execute()
  expect(rows).toEqual([{ kind: 'signature' }])
}, 60_000)
