import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signIn } from '../support/cards.ts'
import { openStudio, type Studio } from './design-editor-scene.ts'

let studio: Studio
beforeAll(async () => {
  studio = await openStudio()
}, 120_000)
afterAll(() => studio[Symbol.asyncDispose]())

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const boxOf = async (one: Locator) => {
  const box = await one.boundingBox()
  if (!box) throw new Error('it is not in sight')
  return box
}
type Point = readonly [number, number]

/** Draws the pointer over the card in several steps, as a hand does. `over`: what is done before it lets go. */
async function drag(page: Page, [fromX, fromY]: Point, [toX, toY]: Point, over?: () => Promise<void>) {
  await page.mouse.move(fromX, fromY)
  await page.mouse.down()
  await page.mouse.move((fromX + toX) / 2, (fromY + toY) / 2, { steps: 3 })
  await page.mouse.move(toX, toY, { steps: 3 })
  await over?.()
  await page.mouse.up()
}

test('with a pointer a shape is moved, snapped, pulled, turned and framed with another; guides and zones are dragged', async () => {
  await using opened = await studio.open('en')
  const { page } = opened
  const card = await boxOf(page.locator('.card-ground'))
  const mm = card.width / 85.6
  const at = (x: number, y: number): Point => [card.x + x * mm, card.y + y * mm]
  const reads = (name: string) => expect.poll(async () => Number(await field(page, name).inputValue()))
  const add = async (kind: string) => {
    await page.getByRole('button', { name: 'Shape', exact: true }).click()
    await page.getByRole('menuitem', { name: kind }).click()
  }

  // moved freely, Escape gives it up, and undo takes it back
  await page.getByRole('button', { name: 'Snap' }).click()
  await add('Rectangle') // 24 × 14 mm in the middle: left 30.8, top 19.99
  await reads('Left mm').toBe(30.8)
  await drag(page, at(42, 27), at(32, 17))
  await reads('Left mm').toBeCloseTo(20.8, 0)
  await drag(page, at(32, 17), at(60, 40), () => page.keyboard.press('Escape'))
  await reads('Left mm').toBeCloseTo(20.8, 0)
  await page.keyboard.press('Control+z')
  await reads('Left mm').toBe(30.8)

  // near the safe area it snaps to it, and says so by a line
  await page.getByRole('button', { name: 'Snap' }).click()
  await drag(page, at(42, 27), at(42 - 28.25, 27), async () => {
    expect(await page.locator('.snap-line').count()).toBeGreaterThan(0)
  })
  await reads('Left mm').toBe(2.5)

  // pulled by its lower right corner; with Shift its proportions stay
  const corner = await boxOf(page.locator('.handle-nwse').last())
  const from: Point = [corner.x + corner.width / 2, corner.y + corner.height / 2]
  await page.getByRole('button', { name: 'Snap' }).click()
  await drag(page, from, [from[0] + 6 * mm, from[1] + 2 * mm])
  await reads('Width mm').toBeCloseTo(30, 0)
  await reads('Height mm').toBeCloseTo(16, 0)
  await page.keyboard.press('Control+z')
  await page.keyboard.down('Shift')
  await drag(page, from, [from[0] + 12 * mm, from[1]])
  await page.keyboard.up('Shift')
  await reads('Width mm').toBeCloseTo(36, 0)
  await reads('Height mm').toBeCloseTo(21, 0)

  // turned by its handle; with Shift by steps of 15°
  const turn = await boxOf(page.locator('.turn-handle'))
  const stem: Point = [turn.x + turn.width / 2, turn.y + turn.height / 2]
  const middle = await boxOf(page.locator('.chosen').first())
  const centre: Point = [middle.x + middle.width / 2, middle.y + middle.height / 2]
  const radius = centre[1] - stem[1]
  await page.keyboard.down('Shift')
  await drag(page, stem, [centre[0] + radius * Math.sin(0.75), centre[1] - radius * Math.cos(0.75)])
  await page.keyboard.up('Shift')
  await reads('Rotation °').toBe(45)
  await page.keyboard.press('Control+z')
  await reads('Rotation °').toBe(0)

  // two are framed, from beside the card
  await add('Ellipse') // 16 × 16 mm in the middle
  await page.keyboard.press('Escape')
  await drag(page, at(87, 58), at(1, 0.5))
  await page.getByRole('heading', { name: /elements chosen/ }).waitFor()

  // a guide is drawn out of the ruler, and is gone once it is let go beside the card
  await page.keyboard.press('Escape')
  const ruler = await boxOf(page.locator('.ruler-y'))
  await drag(page, [ruler.x + 10, card.y + 40], at(10, 5))
  await reads('From the left mm').toBeCloseTo(10, 0)
  await drag(page, at(10, 52), at(-4, 52))
  await expect.poll(() => page.locator('.guide').count()).toBe(0)

  // a zone is moved by its name
  const name = await boxOf(page.locator('.zone-name').first())
  await drag(page, [name.x + 6, name.y + 6], [name.x + 6 - 10 * mm, name.y + 6])
  await expect
    .poll(async () => (await page.getByRole('group', { name: 'Zone 1' }).getByRole('textbox').all()).length)
    .toBe(4)
  await page.keyboard.press('Control+z')
  await page.getByText(/^Undone/).waitFor()
})

test('where another has saved, both states are shown; mine is kept over theirs, and undo has theirs; theirs is taken, and undo has mine', async () => {
  await using mine = await studio.open('en')
  const other = await signIn(studio.server, ['administrator', 'programme-manager'])
  const saveTheirs = async (nameEn: string) => {
    const { version, document } = await studio.newest()
    const base = { number: version.number, revision: version.revision }
    const name = { ...document.name, en: nameEn }
    const answer = await other.client.post('/designs/autumn/draft', { base, document: { ...document, name } })
    expect(answer.status).toBe(200)
  }
  const { page } = mine
  const dialog = page.getByRole('alertdialog')
  const savedName = async () => (await studio.newest()).document.name.en

  await saveTheirs('Theirs')
  await field(page, 'Name in English').fill('Mine')
  await dialog.getByRole('img', { name: 'Theirs' }).waitFor()
  await dialog.getByRole('button', { name: 'Keep mine', exact: true }).click()
  await expect.poll(savedName, { timeout: 10_000 }).toBe('Mine')
  await page.getByRole('application').focus()
  await page.keyboard.press('Control+z')
  await expect.poll(savedName, { timeout: 10_000 }).toBe('Theirs')

  await saveTheirs('Theirs again')
  await field(page, 'Name in English').fill('Mine again')
  await dialog.getByRole('button', { name: 'Take theirs' }).click()
  await expect.poll(() => field(page, 'Name in English').inputValue()).toBe('Theirs again')
  await page.getByRole('application').focus()
  await page.keyboard.press('Control+z')
  await expect.poll(savedName, { timeout: 10_000 }).toBe('Mine again')
})

test('without a network the draft stays on the device, over a visit to another page too, and is sent when it is back', async () => {
  await using mine = await studio.open('en')
  const { page, context } = mine
  await context.setOffline(true)
  await field(page, 'Name in English').fill('Drawn on a train')
  await page.getByText('No network: changes are kept on this device, and saved when it is back').waitFor()
  expect(await page.evaluate(() => localStorage.getItem('cardwright.design.autumn'))).toContain(
    'Drawn on a train',
  )
  await page.goto('about:blank')
  await context.setOffline(false)
  await page.goBack()
  await expect
    .poll(async () => (await studio.newest()).document.name.en, { timeout: 15_000 })
    .toBe('Drawn on a train')
  await page.getByText('Saved', { exact: true }).waitFor()
  await expect.poll(() => page.evaluate(() => localStorage.getItem('cardwright.design.autumn'))).toBeNull()
})
