import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { done, setScene, type Scene } from '../drives/scene.ts'
import { buildPages, drawLine, newDisk, openTablet, type Line } from './ground.ts'
import { beginShift, enrol, goOn, pair, PIN, unlock, waitingCount, type Visitor } from './hands.ts'

let scene: Scene
let line: Line
let context: BrowserContext
let page: Page
let pages: ReturnType<typeof buildPages>
const disk = newDisk()

beforeAll(async () => {
  pages = buildPages()
  scene = await setScene({ cards: 5, umbrellas: 5, mugs: 5 })
  line = await drawLine(scene.server, pages.folder)
  await switchOn()
  const { code } = done(
    await scene.manager.client.post<{ code: string }>(`/booths/${scene.boothId}/tablet-codes`),
  )
  await pair(page, { url: line.url, code })
  await unlock(page)
  await beginShift(page)
  await page.locator('.person').waitFor()
}, 300_000)

afterAll(async () => {
  await context.close()
  await line[Symbol.asyncDispose]()
  await scene[Symbol.asyncDispose]()
  rmSync(disk, { recursive: true })
  pages[Symbol.dispose]()
})

async function switchOn() {
  context = await openTablet(disk)
  context.setDefaultTimeout(60_000)
  page = context.pages()[0] ?? (await context.newPage())
}

/** As when the battery is empty: nothing is said to the page. */
async function batteryGone() {
  await context.close()
  await switchOn()
  await page.goto(`${line.url}/booth/`)
}

const visitor = (index: number): Visitor => ({
  phone: `1390000000${index}`,
  name: `来宾${index}号`,
  card: scene.cards[index]?.cardNumber ?? '',
})

const enrolled = async () =>
  (await scene.server.db.selectFrom('enrolments').select(['card_number', 'outcome']).execute())
    .map(({ card_number, outcome }) => `${card_number} ${outcome}`)
    .toSorted((one, other) => one.localeCompare(other))

const expected = (count: number) =>
  Array.from({ length: count }, (_, index) => `${visitor(index).card} new-member`).toSorted((one, other) =>
    one.localeCompare(other),
  )

const isSent = () => expect.poll(() => waitingCount(page), { timeout: 90_000 }).toBe(0)

describe('a tablet whose network comes and goes', () => {
  test('has the word of the server within a moment while there is network', async () => {
    await enrol(page, visitor(0))
    await page.locator('.done .notice.good').waitFor()
    await isSent()
    expect(await enrolled()).toEqual(expected(1))
    await page.evaluate(() => navigator.serviceWorker.ready)
    await goOn(page)
  }, 180_000)

  test('keeps what the server did without its knowing, starts without network and loses no letter', async () => {
    line.set('answers-lost')
    await enrol(page, visitor(1))
    await expect.poll(() => enrolled(), { timeout: 60_000 }).toEqual(expected(2))
    expect(await waitingCount(page)).toBe(1)
    await goOn(page)

    line.set('cut')
    await page.locator('.person input').nth(0).fill(visitor(2).phone)
    await page.locator('.person input').nth(1).fill(visitor(2).name)
    await page.waitForTimeout(300)
    await batteryGone()
    await unlock(page)
    expect(await page.locator('.person input').nth(1).inputValue()).toBe(visitor(2).name)
    await enrol(page, visitor(2))
    expect(await waitingCount(page)).toBe(2)

    await page.reload()
    await unlock(page)
    await goOn(page)
    await enrol(page, visitor(3))
    expect(await waitingCount(page)).toBe(3)
    line.set('up')
    await isSent()
    expect(await enrolled()).toEqual(expected(4))
  }, 300_000)
})

describe('the disk of a stolen tablet', () => {
  test('tells nothing of anybody, opens with no other PIN, and signs nothing', async () => {
    line.set('cut')
    await goOn(page)
    await enrol(page, visitor(4))
    await goOn(page)
    await page.locator('.person input').nth(1).fill('只写了一半的人')
    await page.waitForTimeout(300)
    await context.close()
    const stolen = newDisk()
    cpSync(disk, stolen, { recursive: true })
    for (const lock of ['SingletonLock', 'SingletonCookie', 'SingletonSocket'])
      rmSync(join(stolen, lock), { force: true })

    // The name of the tablet is no secret: that it is found shows that the search finds.
    expect(filesWith(stolen, 'Tablet 1')).not.toEqual([])
    for (const secret of [visitor(4).phone, visitor(4).name, '只写了一半的人', visitor(4).card, PIN])
      expect(filesWith(stolen, secret)).toEqual([])

    line.set('up')
    const syncs = line.syncs()
    const thief = await openTablet(stolen)
    const screen = thief.pages()[0] ?? (await thief.newPage())
    await screen.goto(`${line.url}/booth/`)
    expect(await screen.evaluate(keysInStorage)).toEqual({ records: true, keys: 0 })
    await unlock(screen, '13572468')
    await screen.locator('.notice.bad').waitFor({ timeout: 60_000 })
    await screen.waitForTimeout(1_500)
    expect(line.syncs()).toBe(syncs)
    await thief.close()
    rmSync(stolen, { recursive: true })

    await switchOn()
    await page.goto(`${line.url}/booth/`)
    await unlock(page)
    await isSent()
    expect(await enrolled()).toEqual(expected(5))
  }, 300_000)
})

/** Files of a disk in which a text stands as UTF-8 or UTF-16. */
function filesWith(folder: string, text: string): string[] {
  const forms = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const content = readFileSync(file)
      return forms.some((form) => content.includes(form))
    })
}

/** Whether anything lies in the tablet's own database, and how many keys a script could use from there. */
async function keysInStorage() {
  const opening = indexedDB.open('cardwright-tablet', 1)
  await new Promise((resolve) => opening.addEventListener('success', resolve))
  const database = opening.result
  const everything: unknown[] = []
  for (const shelf of database.objectStoreNames) {
    const reading = database.transaction(shelf).objectStore(shelf).getAll()
    await new Promise((resolve) => reading.addEventListener('success', resolve))
    everything.push(...(reading.result as unknown[]))
  }
  database.close()
  const count = (value: unknown): number =>
    value instanceof CryptoKey
      ? 1
      : value && typeof value === 'object'
        ? Object.values(value).reduce<number>((sum, part) => sum + count(part), 0)
        : 0
  return { records: everything.length > 3, keys: count(everything) }
}
