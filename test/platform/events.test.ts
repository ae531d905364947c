import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import {
  publish,
  publishAll,
  startEventHub,
  type EventHub,
  type PublishedEvent,
} from '../../server/platform/events.ts'
import { eventForgetting } from '../../server/platform/forgetting-events.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const now = new Date('2026-11-20T10:00:00Z')
let database: TestDatabase
let db: Db
let hub: EventHub

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase({ url: database.url, size: 10 })
  hub = startEventHub(db, 20)
})
afterAll(async () => {
  await hub.stop()
  await db.destroy()
  await database.drop()
})

const tell = (type: string, topic = 'stations') =>
  inTransaction(db, (tx) => publish({ tx, now }, { topic, type, data: {} }))

const tellMany = (count: number, topic: string) =>
  inTransaction(db, (tx) =>
    publishAll(
      Array.from({ length: count }, (_, index) => ({
        work: { tx, now },
        event: { topic, type: `one-${index}`, data: {} },
      })),
    ),
  )

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; waited < 5_000 && !condition(); waited += 10) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

test('a view gets the events of its topics, once each, in the order of commits', async () => {
  const seen: string[] = []
  const stop = hub.subscribe(new Set(['stations']), (event) => seen.push(event.type))
  await new Promise((resolve) => setTimeout(resolve, 100))
  for (const type of ['a', 'b', 'c']) await tell(type)
  await tell('elsewhere', 'alerts')
  await until(() => seen.length >= 3)
  stop()
  expect(seen).toEqual(['a', 'b', 'c'])
})

test('an event of a transaction that commits late is not passed over', async () => {
  const seen: string[] = []
  const stop = hub.subscribe(new Set(['stations']), (event) => seen.push(event.type))
  await new Promise((resolve) => setTimeout(resolve, 100))
  const slow = inTransaction(db, async (tx) => {
    await publish({ tx, now }, { topic: 'stations', type: 'slow', data: {} })
    await sql`SELECT pg_sleep(0.4)`.execute(tx)
  })
  await new Promise((resolve) => setTimeout(resolve, 100))
  await tell('quick')
  await slow
  await until(() => seen.length >= 2)
  stop()
  expect(seen.toSorted()).toEqual(['quick', 'slow'])
})

test('a view that was away gets what it missed', async () => {
  const seen: PublishedEvent[] = []
  const stop = hub.subscribe(new Set(['stations']), (event) => seen.push(event))
  await new Promise((resolve) => setTimeout(resolve, 100))
  await tell('before')
  await until(() => seen.length >= 1)
  stop()
  await tell('missed-1')
  await tell('missed-2')
  // None is passed over: while any older transaction is under way, in whichever database, what came later waits.
  const missed = async () =>
    (await hub.since(new Set(['stations']), seen[0]?.cursor ?? '')).events.map(({ type }) => type)
  await expect.poll(missed).toEqual(['missed-1', 'missed-2'])
})

test('a view that was away while thousands of events went elsewhere gets its own', async () => {
  const seen: PublishedEvent[] = []
  const stop = hub.subscribe(new Set(['stations']), (event) => seen.push(event))
  await new Promise((resolve) => setTimeout(resolve, 100))
  await tell('before')
  await until(() => seen.length >= 1)
  stop()
  await tellMany(2_500, 'elsewhere')
  await tell('missed')
  const missed = async () =>
    (await hub.since(new Set(['stations']), seen[0]?.cursor ?? '')).events.map(({ type }) => type)
  await expect.poll(missed).toEqual(['missed'])
})

test('a view that comes while others are read for misses nothing', async () => {
  const seen: string[] = []
  const stopFirst = hub.subscribe(new Set(['stations']), () => {})
  await new Promise((resolve) => setTimeout(resolve, 100))
  let stopSecond: (() => void) | undefined
  await inTransaction(db, async (tx) => {
    await sql`LOCK TABLE events IN ACCESS EXCLUSIVE MODE`.execute(tx)
    hub.poke()
    await new Promise((resolve) => setTimeout(resolve, 100)) // a reading for the first view waits for the table
    stopSecond = hub.subscribe(new Set(['alerts']), ({ type }) => seen.push(type))
    await publish({ tx, now }, { topic: 'alerts', type: 'told-meanwhile', data: {} })
  })
  await until(() => seen.length > 0)
  stopFirst()
  stopSecond?.()
  expect(seen).toEqual(['told-meanwhile'])
})

test('a view that comes and asks for much makes no other view see anything twice', async () => {
  const seen: string[] = []
  const much: string[] = []
  const stopFirst = hub.subscribe(new Set(['stations']), ({ type }) => seen.push(type))
  await new Promise((resolve) => setTimeout(resolve, 100))
  let stopSecond: (() => void) | undefined
  await inTransaction(db, async (tx) => {
    await sql`LOCK TABLE events IN ACCESS EXCLUSIVE MODE`.execute(tx)
    hub.poke()
    await new Promise((resolve) => setTimeout(resolve, 100))
    const told = Array.from({ length: 1_500 }, (_, index) => ({
      work: { tx, now },
      event: { topic: 'alerts', type: `one-${index}`, data: {} },
    }))
    await publishAll([...told, { work: { tx, now }, event: { topic: 'stations', type: 'mine', data: {} } }])
    stopSecond = hub.subscribe(new Set(['alerts']), ({ type }) => much.push(type))
  })
  await until(() => much.length >= 1_500)
  stopFirst()
  stopSecond?.()
  expect([seen, new Set(much).size, much.length]).toEqual([['mine'], 1_500, 1_500])
})

test('views that come and go while others are told of much get all that is told after they came, once', async () => {
  const views = Array.from({ length: 30 }, (_, index) => ({
    topic: `kiosk:${index % 6}`,
    seen: [] as string[],
    told: [] as string[],
    stop: () => {},
    isThere: false,
  }))
  for (let round = 0; round < 120; round += 1) {
    const view = views[round % views.length]
    if (view && !view.isThere) {
      view.stop = hub.subscribe(new Set([view.topic]), ({ type }) => view.seen.push(type))
      view.isThere = true
      if (round === 0) await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const topic = `kiosk:${round % 6}`
    const type = `told-${round}`
    for (const one of views) if (one.isThere && one.topic === topic) one.told.push(type)
    await tell(type, topic)
    if (round % 3 === 0) hub.poke()
  }
  await until(() => views.every(({ seen, told }) => seen.length >= told.length))
  for (const { seen, told, stop } of views) {
    stop()
    expect(seen.slice(-told.length)).toEqual(told)
    expect(new Set(seen).size).toBe(seen.length)
  }
})

test('what was told more than a week ago is forgotten', async () => {
  const DAY_MS = 86_400_000
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS)
  const tellOn = (type: string, moment: Date) =>
    inTransaction(db, (tx) => publish({ tx, now: moment }, { topic: 'days', type, data: {} }))
  await tellOn('long ago', daysAgo(8))
  await tellOn('lately', daysAgo(6))
  await eventForgetting({ db, clock: { now: () => now } }).handle({} as never)
  const kept = await db.selectFrom('events').select('type').where('topic', '=', 'days').execute()
  expect(kept).toEqual([{ type: 'lately' }])
})
