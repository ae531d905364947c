import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { buildPages, drawLineTo, newDisk, openTablet, type Line } from '../booth-offline/ground.ts'
import { beginShift, goOn, pair, unlock, waitingCount } from '../booth-offline/hands.ts'
import { drawBadLink, whyNoLinks, type BadLink, type Carried } from './ground/bad-link.ts'
import { openBooth, type Booth } from './ground/booth.ts'
import { done, PASSWORD } from './ground/office.ts'
import { median, worst, type Proof } from './ground/proof.ts'
import { startServerProcess } from './ground/server-process.ts'

const BAD = { loss: 0.3, bitsPerSecond: 64_000, delayMs: 40 }
const GOOD = { loss: 0, bitsPerSecond: 0, delayMs: 0 }
const INTERACTION_MS = 200
/** What the same machine takes over a good line counts too: others may be busy on it. */
const BESIDE_GOOD = 1.5
const LOADING_MS = 120_000

/**
 * A tablet in a network namespace of its own, whose only link loses 30 % of all packets each way and carries 64 kbit/s: people are
 * enrolled on the paired tablet and on a signed-in page, everybody has the server's word in the end, and the page answers each touch
 * at once meanwhile. Packets are lost by a program between two TUN devices, so TCP, browser and server are the real ones.
 */
export const boothsBadLine: Proof<{ onTablet: number; signedIn: number; overGoodLine: number }> = {
  name: 'booths-bad-line',
  small: { onTablet: 2, signedIn: 1, overGoodLine: 1 },
  full: { onTablet: 20, signedIn: 8, overGoodLine: 8 },
  async run(ground, { onTablet, signedIn, overGoodLine }) {
    const reason = whyNoLinks()
    if (reason) return { skipped: reason }
    const database = await ground.createDatabase()
    const db = openDatabase({ url: database.url, size: 2 })
    const server = await startServerProcess({ databaseUrl: database.url })
    using pages = buildPages()
    const people = onTablet + signedIn + 2 * overGoodLine
    const booth = await openBooth({ address: server.address, db }, { cards: people, pieces: people })
    const link = await drawBadLink(1)
    const line = await drawLineTo(server.address, { pages: pages.folder, host: link.host })
    try {
      const cards = booth.cardNumbers.values()
      const many = { good: overGoodLine }
      const tablet = await enrolOnTablet({ booth, line, link, cards, many: { ...many, bad: onTablet } })
      const page = await enrolSignedIn({ booth, line, link, cards, many: { ...many, bad: signedIn } })
      await everybodyIsThere(db, booth)
      return {
        lossPercent: BAD.loss * 100,
        bitsPerSecond: BAD.bitsPerSecond,
        packets: tablet.carried.passed + page.carried.passed,
        packetsLost: tablet.carried.lost + page.carried.lost,
        ...told('tablet', tablet),
        ...told('signedIn', page),
      }
    } finally {
      await line[Symbol.asyncDispose]()
      await link[Symbol.asyncDispose]()
      booth.close()
      await server.stop()
      await db.destroy()
      await database.drop()
    }
  },
}

interface Enrolling {
  booth: Booth
  line: Line
  link: BadLink
  cards: Iterator<string>
  /** people over the good line first, then over the bad one */
  many: { good: number; bad: number }
}

interface Seen {
  /** from the last press to the server's word */
  wordAfterMs: number[]
  /** from each touch or key to what the page painted for it; what took less than 16 counts as that */
  touchesMs: number[]
}

interface OnLines {
  good: Seen
  bad: Seen
  /** packets of the bad line */
  carried: Carried
}

async function enrolOnTablet({ booth, line, link, cards, many }: Enrolling): Promise<OnLines> {
  return withPage({ line, link }, async (page) => {
    const { code } = done(
      await booth.administrator.post<{ code: string }>(`/booths/${booth.boothId}/tablet-codes`),
    )
    await pair(page, { url: line.url, code })
    await unlock(page)
    await beginShift(page)
    await page.locator('.person').waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.locator('.phone-hint').waitFor({ state: 'attached' })
    while ((await waitingCount(page)) > 0) await page.waitForTimeout(100)
    return enrolOverBoth(page, { link, cards, many, word: '.done .notice.good' })
  })
}

async function enrolSignedIn({ line, link, cards, many }: Enrolling): Promise<OnLines> {
  await link.set(GOOD)
  return withPage({ line, link }, async (page) => {
    await page.goto(`${line.url}/booth/`)
    await page.locator('input').nth(0).fill('promoter-1')
    await page.locator('input').nth(1).fill(PASSWORD)
    await goOn(page)
    await page.locator('.person').waitFor()
    await page.evaluate(() => document.fonts.ready)
    return enrolOverBoth(page, { link, cards, many, word: '.enrolling.done' })
  })
}

async function withPage<Result>(
  { line, link }: Pick<Enrolling, 'line' | 'link'>,
  work: (page: Page) => Promise<Result>,
): Promise<Result> {
  const disk = newDisk()
  let context: BrowserContext | undefined
  try {
    context = await openTablet(disk, { chromium: link.chromium, trusted: line.url })
    context.setDefaultTimeout(LOADING_MS)
    await context.addInitScript({ content: `{${watchTouches}}` })
    return await work(context.pages()[0] ?? (await context.newPage()))
  } finally {
    await context?.close()
    rmSync(disk, { recursive: true, force: true })
  }
}

/** Event Timing: from the moment of the input to the next frame. A text, as no tool rewrites it. */
const watchTouches = `
  const longest = new Map()
  let counted = 0
  globalThis.touches = () => {
    const all = performance.interactionCount ?? counted + longest.size
    const told = { longest: [...longest.values()], all: all - counted }
    counted = all
    longest.clear()
    return told
  }
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId) longest.set(interactionId, Math.max(duration, longest.get(interactionId) ?? 0))
  }).observe({ type: 'event', durationThreshold: 16 })`

const touchesOn = (page: Page) =>
  page.evaluate(() =>
    (globalThis as unknown as { touches: () => { longest: number[]; all: number } }).touches(),
  )

type People = Pick<Enrolling, 'link' | 'cards' | 'many'> & {
  /** what the page shows once the server has said its word */
  word: string
}

async function enrolOverBoth(page: Page, { link, cards, many, word }: People): Promise<OnLines> {
  const enrolMany = async (count: number): Promise<Seen> => {
    await touchesOn(page)
    const wordAfterMs: number[] = []
    for (let one = 0; one < count; one += 1)
      wordAfterMs.push(await enrol(page, String(cards.next().value), word))
    const { longest, all } = await touchesOn(page)
    const unseen = Array.from({ length: Math.max(0, all - longest.length) }, () => 16)
    return { wordAfterMs, touchesMs: [...longest, ...unseen] }
  }
  const good = await enrolMany(many.good)
  const before = await link.set(BAD)
  const bad = await enrolMany(many.bad)
  const after = await link.set(BAD)
  return {
    good,
    bad,
    carried: { passed: after.passed - before.passed, lost: after.lost - before.lost },
  }
}

/** @returns how long the server's word took after the last press, in ms */
async function enrol(page: Page, cardNumber: string, word: string): Promise<number> {
  await fillIn(page, cardNumber)
  const pressedAt = performance.now()
  await goOn(page)
  await page.locator(word).waitFor()
  const wordAfterMs = performance.now() - pressedAt
  await goOn(page)
  await page.locator('.person').waitFor()
  return Math.round(wordAfterMs)
}

/** Everything but the last press, by keys and touches as a person gives them. */
async function fillIn(page: Page, cardNumber: string): Promise<void> {
  const person = page.locator('.person input')
  await person.nth(0).click()
  await page.keyboard.type(`139${cardNumber.slice(-9, -1)}`, { delay: 30 })
  await person.nth(1).click()
  await page.keyboard.type('Guest', { delay: 30 })
  await goOn(page)
  await page.locator('.choice').first().click()
  await page.locator('.signature > button').click()
  await page.locator('.signature input').click()
  await page.keyboard.type('Guest', { delay: 30 })
  await goOn(page)
  await page.locator('.card-ways').waitFor()
  await page.keyboard.type(`${cardNumber}\n`, { delay: 5 })
  await page.locator('.seen-card').waitFor()
  await goOn(page)
  await page.locator('.gift:not([data-disabled]):not(.none)').first().click()
}

async function everybodyIsThere(db: Db, booth: Booth): Promise<void> {
  const rows = await db.selectFrom('enrolments').select(['card_number', 'outcome']).execute()
  assert.deepEqual(
    rows.map(({ card_number, outcome }) => `${card_number} ${outcome}`).toSorted(),
    booth.cardNumbers.map((cardNumber) => `${cardNumber} new-member`).toSorted(),
    'everybody is a member once, with the card that they got',
  )
}

function told(where: string, { good, bad }: OnLines) {
  const figures = {
    [`${where}Enrolments`]: bad.wordAfterMs.length,
    [`${where}WordMedianMs`]: median(bad.wordAfterMs),
    [`${where}WordWorstMs`]: worst(bad.wordAfterMs),
    [`${where}WordOverGoodLineMedianMs`]: median(good.wordAfterMs),
    [`${where}Touches`]: bad.touchesMs.length,
    [`${where}TouchP95Ms`]: p95(bad.touchesMs),
    [`${where}TouchWorstMs`]: worst(bad.touchesMs),
    [`${where}TouchOverGoodLineP95Ms`]: p95(good.touchesMs),
  }
  const limit = Math.max(INTERACTION_MS, BESIDE_GOOD * p95(good.touchesMs))
  assert.ok(p95(bad.touchesMs) <= limit, `the page answers touches at once: ${JSON.stringify(figures)}`)
  return figures
}

const p95 = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.ceil(values.length * 0.95) - 1] ?? 0
