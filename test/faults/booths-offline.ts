import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { buildPages, drawLineTo, type Ends, type Line, type TabletOptions } from '../booth-offline/ground.ts'
import { pair, PIN } from '../booth-offline/hands.ts'
import { compare, type TabletRecord } from './booths-offline-compare.ts'
import { DAYS, drawPlan, TABLETS, type Plan } from './booths-offline-plan.ts'
import {
  beginShift,
  endShift,
  enrolThrough,
  switchOnTablet,
  untilAllIsSent,
  type TroubledTablet,
} from './booths-offline-tablet.ts'
import { openBooth, type Booth } from './ground/booth.ts'
import { done } from './ground/office.ts'
import type { Ground, Proof } from './ground/proof.ts'
import { startServerProcess, type ServerProcess } from './ground/server-process.ts'

interface Size {
  enrolments: number
  kills: number
}

/** The way between a tablet and the server, and how a browser is started at its far end. */
export interface Way extends AsyncDisposable {
  line: Line
  browser: TabletOptions
}

interface Circumstances {
  /** `number` counts the tablets from 1 */
  drawWay: (number: number, address: string, ends: Ends) => Promise<Way>
  /** how long a message may be under way */
  slackMs: number
}

/**
 * Two tablets of one booth enrol for three days in real browsers, through a network that is cut at random, with clocks up to
 * three days wrong, while pages are loaded anew, browsers are killed and the server dies. In the end everybody is there once,
 * cards and gifts add up, and the conflict report says what a plain model says.
 */
export const boothsOffline: Proof<Size> = {
  name: 'booths-offline',
  small: { enrolments: 3, kills: 1 },
  full: { enrolments: 100, kills: 12 },
  run: (ground, size, seed) => threeDays(ground, { size, seed, drawWay: drawPlainWay, slackMs: 20_000 }),
}

async function drawPlainWay(_: number, address: string, ends: Ends): Promise<Way> {
  const line = await drawLineTo(address, ends)
  return { line, browser: {}, [Symbol.asyncDispose]: () => line[Symbol.asyncDispose]() }
}

export async function threeDays(
  ground: Ground,
  { size, seed, drawWay, slackMs }: Circumstances & { size: Size; seed: number },
) {
  const plan = drawPlan(size, seed)
  const database = await ground.createDatabase()
  const db = openDatabase({ url: database.url, size: 4 })
  const server = await startServerProcess({ databaseUrl: database.url })
  using pages = buildPages()
  const [pieces, stored] = plan.pieces
  const booth = await openBooth(
    { address: server.address, db },
    { cards: TABLETS * size.enrolments, pieces, stored: stored * (DAYS - 1), promoters: TABLETS },
  )
  const killing = killsOf(plan, server)
  const ways: Way[] = []
  const tablets: TroubledTablet[] = []
  try {
    const records: TabletRecord[] = []
    for (const number of [1, 2]) {
      const ends = { pages: pages.folder, onSync: killing.onSync }
      const way = await drawWay(number, server.address, ends)
      ways.push(way)
      const tablet = await switchOnTablet(way.line, way.browser)
      tablets.push(tablet)
      records.push(await setUp(tablet, { booth, db, number }))
    }
    for (let day = 0; day < DAYS; day += 1) {
      await morning({ day, booth, db, plan, tablets, records })
      await Promise.all(
        tablets.map((tablet, index) => work(tablet, { plan, day, index, records, booth, killing })),
      )
      await killing.isOver()
      await Promise.all(tablets.map(untilAllIsSent))
    }
    await Promise.all(tablets.map(endShift))
    for (const { kinds } of records) kinds.push({ kind: 'shift-closed' })
    await Promise.all(tablets.map(untilAllIsSent))
    const found = await compare({ db, booth, plan, records, slackMs })
    return { ...found, ...killing.figures(), ...befallen(plan) }
  } catch (error) {
    throw new Error(`the server said: ${server.said()}`, { cause: error })
  } finally {
    for (const tablet of tablets) await tablet.close()
    for (const way of ways) await way[Symbol.asyncDispose]()
    booth.close()
    await server.stop()
    await db.destroy()
    await database.drop()
  }
}

const promoterOf = (number: number): string => `promoter-${number}`

interface Pairing {
  booth: Booth
  db: Db
  number: number
}

async function setUp(tablet: TroubledTablet, { booth, db, number }: Pairing): Promise<TabletRecord> {
  const { code } = done(
    await booth.administrator.post<{ code: string }>(`/booths/${booth.boothId}/tablet-codes`),
  )
  const page = await tablet.page()
  page.setDefaultTimeout(30_000)
  await pair(page, { url: tablet.line.url, code })
  await page.keyboard.type(PIN)
  await page.locator('button.primary').click()
  await page.locator('.booth-choice').first().waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
  page.setDefaultTimeout(3_000)
  await beginShift(tablet, promoterOf(number))
  await untilAllIsSent(tablet)
  const { id } = await db
    .selectFrom('tablets')
    .select('id')
    .orderBy('paired_at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return { id, kinds: [{ kind: 'shift-opened' }] }
}

interface Morning {
  day: number
  booth: Booth
  db: Db
  plan: Plan
  tablets: readonly TroubledTablet[]
  records: readonly TabletRecord[]
}

/**
 * Tablets are switched on with other clocks, and gifts are brought. On the second morning the office has closed the second
 * promoter's shift without the tablet's knowing; on the third that promoter ends and begins one on the tablet.
 */
async function morning({ day, booth, db, plan, tablets, records }: Morning): Promise<void> {
  if (day > 0) {
    const gifts = [{ giftId: booth.gift.id, fromPlaceId: booth.storeRoomId, quantity: plan.pieces[1] }]
    done(await booth.administrator.post(`/booths/${booth.boothId}/allocations`, { cards: [], gifts }))
  }
  if (day === 1) await closeShiftUnseen(db, promoterOf(2))
  await Promise.all(
    tablets.map(async (tablet, index) => {
      const planned = plan.tablets[index]?.[day]
      const record = records[index]
      assert.ok(planned && record)
      await tablet.nextMorning(planned.clockMinutes)
      await beginShift(tablet, promoterOf(index + 1))
      if (day === 2 && index === 1) {
        await endShift(tablet)
        await beginShift(tablet, promoterOf(2))
        await untilAllIsSent(tablet)
        record.kinds.push({ kind: 'shift-closed', day }, { kind: 'shift-opened', day })
      }
      if (planned.beginsCut) tablet.line.set('cut')
    }),
  )
}

/** Longer ago than what a message takes to come: whatever is done from now on is done without a shift. */
const closeShiftUnseen = (db: Db, signInName: string) =>
  sql`UPDATE shifts SET opened_at = now() - interval '20 minutes', closed_at = now() - interval '10 minutes'
       WHERE closed_at IS NULL AND staff_id = (SELECT id FROM staff WHERE sign_in_name = ${signInName})`.execute(
    db,
  )

interface Working {
  plan: Plan
  day: number
  index: number
  records: readonly TabletRecord[]
  booth: Booth
  killing: Killing
}

async function work(
  tablet: TroubledTablet,
  { plan, day, index, records, booth, killing }: Working,
): Promise<void> {
  for (const planned of plan.tablets[index]?.[day]?.visitors ?? []) {
    const cardNumber = booth.cardNumbers[planned.card] ?? ''
    const { phone, name, wantsGift, troubles } = planned
    const visitor = { phone, name, cardNumber, wantsGift, troubles }
    const { tookGift, from, to } = await enrolThrough(tablet, promoterOf(index + 1), visitor)
    records[index]?.kinds.push({ kind: 'enrolment', day, phone, name, cardNumber, tookGift, from, to })
    killing.enrolled()
  }
}

interface Killing {
  onSync: () => void
  enrolled: () => void
  /** all that were due have happened, and the server runs */
  isOver: () => Promise<void>
  figures: () => { serverKills: number; killedAtEntries: number }
}

/** A death that is due meets the next entries on their way; where none come in that day, it comes in the evening. */
function killsOf({ kills }: Plan, server: ServerProcess): Killing {
  const due = [...kills]
  let [enrolled, serverKills, killedAtEntries] = [0, 0, 0]
  const deaths: Promise<void>[] = []
  let isDying = false
  const isDue = () => due[0] !== undefined && due[0].afterEnrolments <= enrolled
  async function die(): Promise<void> {
    const { delayMs, deadMs } = due.shift() ?? { delayMs: 0, deadMs: 0 }
    await sleep(delayMs)
    await server.kill()
    serverKills += 1
    await sleep(deadMs)
    await server.start()
  }
  const begin = () => {
    isDying = true
    const death = die().finally(() => {
      isDying = false
    })
    death.catch(() => undefined) // told in the evening
    deaths.push(death)
  }
  return {
    onSync: () => {
      if (isDying || !isDue()) return
      killedAtEntries += 1
      begin()
    },
    enrolled: () => {
      enrolled += 1
    },
    isOver: async () => {
      await Promise.all(deaths)
      while (isDue()) {
        begin()
        await Promise.all(deaths)
      }
    },
    figures: () => ({ serverKills, killedAtEntries }),
  }
}

/** How often what befell the tablets. */
function befallen({ tablets }: Plan) {
  const all = tablets.flat().flatMap(({ visitors }) => visitors.flatMap(({ troubles }) => troubles))
  const many = (...whats: string[]) => all.filter(({ what }) => whats.includes(what)).length
  return {
    networkCuts: many('cut', 'offline'),
    answersLost: many('answers-lost'),
    reloads: many('reload'),
    browserCrashes: many('crash'),
    clockMinutes: tablets.map((days) => days.map(({ clockMinutes }) => clockMinutes).join(' ')).join(' | '),
  }
}
