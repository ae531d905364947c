import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayOf, startOfDay } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import { decideAlert } from '../../server/watch/deciding.ts'
import type { Watch, WatchAlert, WatchCode } from '../../server/watch/schema.ts'
import { watch } from '../../server/watch/watching.ts'
import { openBrand } from '../partners/brand.ts'
import { inWork } from '../points/ledger-members.ts'
import { openMall, type Mall } from '../purchases/mall.ts'
import { lookAtAll } from './looking.ts'

let mall: Mall
beforeAll(async () => {
  mall = await openMall()
})
afterAll(() => mall[Symbol.asyncDispose]())

const manager = () => mall.people['programme-manager']
const look = () => lookAtAll(mall.server)
const lookOnce = () => watch({ db: mall.server.db, clock: mall.server.clock })
const alertsOf = async (of: WatchCode, memberId: string) => {
  const { body } = await manager().get<{ alerts: WatchAlert[] }>('/watch-alerts')
  return body.alerts.filter((one) => one.watch === of && one.subject.memberId === memberId)
}
const alertOf = async (of: WatchCode, memberId: string) => (await alertsOf(of, memberId))[0]
const note = 'Asked the member at the desk'

async function freezeBy(code: WatchCode) {
  const { body } = await manager().get<{ watches: Watch[] }>('/watches')
  const { version, setting } = body.watches.find((one) => one.code === code) ?? ({} as Watch)
  const frozen = { version, setting: { ...setting, freezes: true }, reason: 'for a test' }
  expect((await manager().post(`/watches/${code}/settings`, frozen)).status).toBe(200)
}

async function buyTimes(cardNumber: string, times: number, more: object = {}) {
  for (let nth = 0; nth < times; nth += 1) {
    mall.server.clock.pass({ seconds: 20 })
    expect((await mall.buy(cardNumber, 1_000 + nth * 100, more)).status).toBe(200)
  }
}

const counted = async (query: ReturnType<typeof sql<{ count: number }>>) =>
  (await query.execute(mall.server.db)).rows[0]?.count
/** Entries that no watch can read yet: a transaction of another test holds them up. */
const hidden = () =>
  counted(sql`
    SELECT count(*)::integer AS count FROM audit_entries WHERE xact >= pg_snapshot_xmin(pg_current_snapshot())`)
const waiting = () =>
  counted(sql`
    SELECT count(*)::integer AS count FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`)

test('sales that arrive after a decision are looked at, though they happened before it', async () => {
  const { cardNumber, memberId } = await mall.card()
  mall.server.clock.pass({ minutes: 120 })
  await buyTimes(cardNumber, 8)
  const soldAt = mall.server.clock.now().toISOString()
  await look()
  const told = await alertOf('member-purchases-hour', memberId)
  const path = `/watch-alerts/${told?.id}`
  const seen = { revision: told?.revision, note }
  await manager().post(`${path}/looked-into`, seen)
  expect((await manager().post(`${path}/decision`, { ...seen, outcome: 'released' })).status).toBe(200)
  await buyTimes(cardNumber, 7, { soldAt })
  await look()
  const open = async () =>
    (await alertsOf('member-purchases-hour', memberId)).filter(({ state }) => state === 'open')
  expect(await open()).toEqual([])
  await buyTimes(cardNumber, 1, { soldAt })
  await look()
  expect(await open()).toMatchObject([{ figure: 8, evidenceCount: 8 }])
})

test('what is released at the moment at which it is looked at is not told anew', async () => {
  await freezeBy('member-purchases-hour')
  const { cardNumber, memberId } = await mall.card()
  mall.server.clock.pass({ minutes: 120 })
  await buyTimes(cardNumber, 8)
  await look()
  const told = await alertOf('member-purchases-hour', memberId)
  const id = told?.id ?? ''
  const seen = { revision: told?.revision ?? 0, note }
  await manager().post(`/watch-alerts/${id}/looked-into`, seen)
  await buyTimes(cardNumber, 1)
  await expect.poll(hidden).toBe(0)
  const { db, clock } = mall.server
  const { staff_id: staffId } = await db
    .selectFrom('staff_sessions')
    .select('staff_id')
    .executeTakeFirstOrThrow()
  const looking = await inWork(
    db,
    async (work) => {
      const actor = { kind: 'staff', staffId, roles: ['administrator'] } as const
      expect(await decideAlert({ ...work, actor }, { id, ...seen, outcome: 'released' })).toMatchObject({
        ok: true,
      })
      const begun = lookOnce()
      await expect.poll(waiting).toBe(1)
      return { begun }
    },
    clock.now(),
  )
  await looking.begun
  await look()
  expect(await alertsOf('member-purchases-hour', memberId)).toMatchObject([
    { id, state: 'released', isFrozen: false, figure: 8 },
  ])
})

test('points that a partner gives count with those of tills, and the evidence names the partner', async () => {
  const brand = await openBrand(mall.server, mall.people)
  const { cardNumber, memberId } = await mall.card()
  await mall.buy(cardNumber, 10_000_000)
  const give = (points: number) =>
    brand.client.post('/partner/earnings', {
      cardNumber,
      points,
      reference: newId(),
      happenedAt: mall.server.clock.now().toISOString(),
    })
  mall.server.clock.pass({ seconds: 20 })
  expect((await give(39_999)).status).toBe(200)
  await look()
  expect(await alertOf('member-points-day', memberId)).toBeUndefined()
  mall.server.clock.pass({ seconds: 20 })
  expect((await give(1)).status).toBe(200)
  await look()
  const alert = await alertOf('member-points-day', memberId)
  expect(alert).toMatchObject({ figure: 50_000, state: 'open' })
  const { nameEn } = await brand.read()
  expect(
    alert?.evidence.map(({ kind, points, subject }) => [kind, points, subject.partner?.name.en]),
  ).toEqual([
    ['purchase', 10_000, undefined],
    ['partner-earn', 39_999, nameEn],
    ['partner-earn', 1, nameEn],
  ])
})

test('what a counter gives after a decision is compared by itself on the same day', async () => {
  const { db, clock } = mall.server
  clock.pass({ minutes: 60 })
  const today = startOfDay(dayOf(clock.now())).getTime()
  const past = [1, 2, 3, 4, 5].map((weeks) => ({
    kind: 'counter-day' as const,
    subject: mall.outside.id,
    slot: new Date(today - weeks * 7 * 86_400_000),
    facts: 200,
    points: 2_000n + BigInt(weeks),
  }))
  await db.insertInto('watch_sums').values(past).execute()
  const sell = async (times: number, fen: number) => {
    clock.pass({ seconds: 20 })
    for (let nth = 0; nth < times; nth += 1) {
      const { cardNumber } = await mall.card()
      await mall.buy(cardNumber, fen, { counterId: mall.outside.id })
    }
    await look()
  }
  const told = async () => {
    const { body } = await manager().get<{ alerts: WatchAlert[] }>('/watch-alerts')
    return body.alerts.filter((one) => one.watch === 'counter-points')
  }
  await sell(30, 100_000)
  const [first] = await told()
  expect(first).toMatchObject({ figure: 1_000, evidenceCount: 30 })
  const seen = { revision: first?.revision, note }
  await manager().post(`/watch-alerts/${first?.id}/looked-into`, seen)
  await manager().post(`/watch-alerts/${first?.id}/decision`, { ...seen, outcome: 'released' })
  await sell(29, 200_000)
  expect(await told()).toMatchObject([{ id: first?.id }])
  await sell(1, 200_000)
  const [second] = await told()
  expect(second).toMatchObject({ state: 'open', figure: 2_000, evidenceCount: 30 })
  expect(new Set(second?.evidence.map(({ points }) => points))).toEqual(new Set([200]))
})
