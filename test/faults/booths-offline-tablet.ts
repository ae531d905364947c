import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { newDisk, openTablet, type Line, type TabletOptions } from '../booth-offline/ground.ts'
import { goOn, PIN, waitingCount } from '../booth-offline/hands.ts'
import type { Befalling, Trouble } from './booths-offline-plan.ts'

const START_MS = 30_000

/** A tablet whose browser is killed, whose clock is wrong and whose network is cut by what befalls it. */
export interface TroubledTablet {
  line: Line
  /** of the browser that runs; ready once it runs again */
  page: () => Promise<Page>
  befalls: (what: Befalling) => Promise<void>
  /** what is under way: over before a day ends */
  settled: () => Promise<void>
  /** when the last thing befell that makes the page start anew, by performance.now() */
  startedAnewAt: () => number
  /** Switched off properly and on again, with its clock set; troubles of the network are over. */
  nextMorning: (clockMinutes: number) => Promise<void>
  close: () => Promise<void>
}

export async function switchOnTablet(line: Line, browser: TabletOptions): Promise<TroubledTablet> {
  const disk = newDisk()
  let context: BrowserContext
  let [clockMinutes, isOffline, startedAnewAt] = [0, false, 0]
  let ready: Promise<Page> = switchOn()
  const underWay = new Set<Promise<void>>()

  async function switchOn(): Promise<Page> {
    context = await openTablet(disk, browser)
    context.setDefaultTimeout(3_000)
    context.setDefaultNavigationTimeout(START_MS)
    await context.addInitScript({ content: `{${wrongClock(clockMinutes * 60_000)}}` })
    if (isOffline) await context.setOffline(true)
    const page = context.pages()[0] ?? (await context.newPage())
    await page.goto(`${line.url}/booth/`).catch(() => page.reload())
    return page
  }
  async function crash(): Promise<void> {
    await ready
    const closed = new Promise((resolve) => context.once('close', resolve))
    killBrowserOf(disk)
    await closed
    startedAnewAt = performance.now()
    ready = switchOn()
    await ready
  }
  const setOffline = async (isNow: boolean) => {
    isOffline = isNow
    await context.setOffline(isNow)
  }
  async function befall(what: Befalling): Promise<void> {
    await ready
    switch (what) {
      case 'up':
        line.set('up')
        return setOffline(false)
      case 'cut':
      case 'answers-lost':
        return line.set(what)
      case 'offline':
        return setOffline(true)
      case 'reload':
        startedAnewAt = performance.now()
        await (await ready).reload()
        return undefined
      case 'crash':
        return crash()
    }
  }
  await ready
  return {
    line,
    page: () => ready,
    // One after the other: nothing befalls a browser that is not there.
    befalls: (what) => {
      const before = [...underWay]
      const happening = Promise.all(before).then(() => befall(what))
      const quiet = happening.finally(() => underWay.delete(quiet))
      underWay.add(quiet)
      return quiet
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay)
    },
    startedAnewAt: () => startedAnewAt,
    nextMorning: async (minutes) => {
      await context.close()
      ;[clockMinutes, isOffline] = [minutes, false]
      line.set('up')
      ready = switchOn()
      await ready
    },
    close: async () => {
      await ready.catch(() => undefined)
      await context.close()
      rmSync(disk, { recursive: true, force: true })
    },
  }
}

/** Runs in the page before anything of it: its clock is wrong, and runs as fast as ours. A text, as no tool rewrites it. */
const wrongClock = (offsetMs: number): string => `
  const Right = Date
  globalThis.Date = new Proxy(Right, {
    apply: () => new Right(Right.now() + ${offsetMs}).toString(),
    construct: (_, given) => Reflect.construct(Right, given.length === 0 ? [Right.now() + ${offsetMs}] : given),
    get: (_, name) => (name === 'now' ? () => Right.now() + ${offsetMs} : Reflect.get(Right, name)),
  })`

/** As when the system ends it: the browser and all processes that it made, at once. */
function killBrowserOf(disk: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const words = readProc(`${pid}/cmdline`).split('\0')
    if (!words.includes(`--user-data-dir=${disk}`) || words.some((word) => word.startsWith('--type=')))
      continue
    const group = Number(readProc(`${pid}/stat`).split(') ')[1]?.split(' ')[2])
    assert.equal(group, Number(pid), 'a browser leads a group of its own')
    process.kill(-group, 'SIGKILL')
  }
}

function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8')
  } catch {
    return '' // a process that has ended meanwhile
  }
}

/** Whoever stands in front of the tablet, with a card in the hand. */
interface Visitor {
  phone: string
  name: string
  cardNumber: string
  wantsGift: boolean
  troubles: readonly Trouble[]
}

/** What was done in the end: the gift that went with it, and between which moments. */
interface Done {
  tookGift: boolean
  from: number
  to: number
}

const LIMIT_MS = 600_000
/** Enrols somebody whatever befalls: looks what the page shows, and does the next thing. */
export async function enrolThrough(
  tablet: TroubledTablet,
  promoter: string,
  visitor: Visitor,
): Promise<Done> {
  const from = Date.now()
  const troubles = visitor.troubles.map(async ({ afterMs, what }) => {
    await sleep(afterMs)
    await tablet.befalls(what)
  })
  const hand = { tookGift: false, typedAt: Infinity }
  const enrolled = untilShown(tablet, async (page, shown) => {
    switch (shown) {
      case 'locked':
        await unlock(page)
        return false
      case 'who':
        await page.locator('.booth-choice', { hasText: promoter }).click()
        return false
      case 'saved':
        if ((await shownCard(page)) === visitor.cardNumber) return true
        await goOn(page)
        return false
      case 'person':
        await typePerson(page, { visitor, hand, tablet })
        return false
      case 'consent':
        await sign(page, visitor.name)
        return false
      case 'card':
        await showCard(page, visitor.cardNumber)
        return false
      case 'gift':
        await takeGift(page, visitor.wantsGift, hand)
        return false
      case 'nothing':
        await sleep(50)
        return false
    }
  })
  const done = enrolled.then(() => Date.now())
  const [to] = await Promise.all([done, ...troubles])
  return { tookGift: hand.tookGift, from, to }
}

/** Through “more”: nobody waits any more, and whoever works here goes home. */
export async function endShift(tablet: TroubledTablet): Promise<void> {
  await untilShown(tablet, async (page, shown) => {
    if (shown === 'locked') await unlock(page)
    else if (shown === 'saved') await goOn(page)
    else if (shown === 'person') {
      await page.locator('.tablet-strip > button').click()
      await page.locator('section[aria-labelledby="leave-shift"] button').first().click()
      await page.locator('.tablet-strip > button').click()
      await page.locator('.booth-choice').first().waitFor()
    }
    return shown === 'who'
  })
}

/** Chooses the promoter, who has an open shift from then on. */
export const beginShift = (tablet: TroubledTablet, promoter: string): Promise<void> =>
  untilShown(tablet, async (page, shown) => {
    if (shown === 'locked') await unlock(page)
    if (shown === 'who') await page.locator('.booth-choice', { hasText: promoter }).click()
    return shown === 'person' || shown === 'saved'
  })

/** Network is there: the browser says so, and all that waits goes. */
export async function untilAllIsSent(tablet: TroubledTablet): Promise<void> {
  await tablet.settled()
  await tablet.befalls('up')
  await untilShown(tablet, async (page, shown) => {
    if (shown === 'locked') await unlock(page)
    else if ((await page.locator('.tablet-waiting').count()) > 0) {
      if ((await waitingCount(page)) === 0) return true
      await page.evaluate(() => window.dispatchEvent(new Event('online')))
      await sleep(500)
    }
    return false
  })
}

type Shown = 'locked' | 'who' | 'saved' | 'person' | 'consent' | 'card' | 'gift' | 'nothing'

const marks: readonly (readonly [Shown, string])[] = [
  ['locked', '.number-pad'],
  ['who', '.booth-choice'],
  ['saved', '.enrolling.done'],
  ['person', '.person'],
  ['consent', '.signature'],
  ['card', '.card-ways, .seen-card'],
  ['gift', '.gifts'],
]

/** Over when the act says so. What fails because the page went away under the hand is looked at anew. */
async function untilShown(
  tablet: TroubledTablet,
  act: (page: Page, shown: Shown) => Promise<boolean>,
): Promise<void> {
  const startedAt = performance.now()
  let last: unknown
  while (performance.now() - startedAt < LIMIT_MS) {
    const page = await tablet.page()
    try {
      const found = await page.evaluate(
        (all) => all.find(([, mark]) => document.querySelector(mark))?.[0],
        marks,
      )
      if (await act(page, found ?? 'nothing')) return
    } catch (failure) {
      if (failure instanceof assert.AssertionError) throw failure
      last = failure
      await sleep(50)
    }
  }
  const page = await tablet.page()
  const words = await page.evaluate(() => document.body.innerText).catch(() => 'nothing')
  throw new Error(`the page does not go on; it shows: ${words}`, { cause: last })
}

/** A PIN that was begun before the page went away is gone with it; one that was begun on this page is finished. */
async function unlock(page: Page): Promise<void> {
  const given = await page.locator('.pin-dots .given').count()
  await page.keyboard.type(PIN.slice(given))
  await goOn(page)
  await page.locator('.number-pad').waitFor({ state: 'detached' })
}

const shownCard = async (page: Page): Promise<string> =>
  (await page.locator('.enrolling.done .hand-number').innerText()).replaceAll(/\D/g, '')

interface AtPerson {
  visitor: Visitor
  hand: { typedAt: number }
  tablet: TroubledTablet
}

async function typePerson(page: Page, { visitor, hand, tablet }: AtPerson): Promise<void> {
  const fields = page.locator('.person input')
  const typed = [visitor.phone, visitor.name]
  const there = await fields.evaluateAll((inputs) =>
    inputs.slice(0, 2).map((one) => (one as HTMLInputElement).value),
  )
  if (tablet.startedAnewAt() > hand.typedAt) assert.deepEqual(there, typed, 'what was typed is still there')
  for (const [index, text] of typed.entries()) {
    if (there[index] === text) continue
    const before = await keptDraft(page)
    await fields.nth(index).fill(text)
    while ((await keptDraft(page)) === before) await sleep(50)
  }
  hand.typedAt = performance.now()
  await goOn(page)
  await page.locator('.signature').waitFor()
}

/** The sealed draft as it lies on the disk: another one each time that it is written. */
const keptDraft = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('cardwright-tablet')
        opening.addEventListener('error', () => reject(new Error('no database')))
        opening.addEventListener('success', () => {
          const reading = opening.result.transaction('records').objectStore('records').get('draft')
          reading.addEventListener('success', () => {
            opening.result.close()
            const sealed = Object.values((reading.result ?? {}) as Record<string, ArrayBuffer>)
            resolve(sealed.map((part) => new Uint8Array(part).join()).join(' '))
          })
        })
      }),
  )

async function sign(page: Page, name: string): Promise<void> {
  await page.locator('.choice').first().click()
  const typed = page.locator('.signature input')
  if ((await typed.count()) === 0) await page.locator('.signature > button').click()
  await typed.fill(name)
  await goOn(page)
  await page.locator('.card-ways').waitFor()
}

/** A card that the tablet's list does not know is believed: it is in the hand. */
async function showCard(page: Page, cardNumber: string): Promise<void> {
  if ((await page.locator('.seen-card').count()) === 0) {
    await page.locator('.enrolling-form input').fill(cardNumber)
    await goOn(page)
    await page.locator('.seen-card, .notice-actions').first().waitFor()
    const ways = page.locator('.notice-actions button')
    const many = await ways.count()
    assert.notEqual(many, 1, `the tablet takes ${cardNumber} for used or forged, and it was shown here once`)
    if (many === 2) await ways.nth(1).click()
    await page.locator('.seen-card').waitFor()
  }
  await goOn(page)
  await page.locator('.gifts').waitFor()
}

/** Only what the tablet believes to be on the table can be handed over. */
async function takeGift(page: Page, wantsGift: boolean, hand: { tookGift: boolean }): Promise<void> {
  const gift = page.locator('.gift:not([data-disabled]):not(.none)')
  const takes = wantsGift && (await gift.count()) > 0
  await (takes ? gift : page.locator('.gift.none')).first().click()
  hand.tookGift = takes // before it is kept: the page may go away together with the answer
  await goOn(page)
  await page.locator('.enrolling.done').waitFor()
}
