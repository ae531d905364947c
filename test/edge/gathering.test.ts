import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { done, refusal, setScene, type Scene } from '../drives/scene.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { listen } from '../support/stations.ts'
import { ask, lateForm, pairTablet, provisionOf, send, write, type Tablet } from '../tablets/tablet.ts'
import { saveQueue } from '../tablets/saved-queue.ts'
import { hand, newLaptop, through } from './ground.ts'
import { relayTo, type Relay } from './relay.ts'

let scene: Scene
let line: Relay
let laptop: TestServer
let laptopId: string

beforeAll(async () => {
  scene = await setScene({ cards: 40, umbrellas: 30 })
  line = await relayTo(await listen(scene.server))
  const identity = await newLaptop(scene, line.url)
  laptopId = identity.laptopId
  laptop = await startTestServer({ clock: scene.server.clock, gathers: identity })
})
afterAll(async () => {
  await laptop.stop()
  await line[Symbol.asyncDispose]()
  await scene[Symbol.asyncDispose]()
})

const soon = { timeout: 30_000, interval: 250 }
let next = 0
const card = () => scene.cards[(next += 1) - 1]?.cardNumber ?? ''
const by = () => scene.promoter.staffId
const enrol = (tablet: Tablet, change: object = {}) =>
  write(tablet, { promoterId: by(), body: lateForm(scene, card(), change) })

/** Paired with headquarters a moment ago; the laptop hears of it within a second. */
async function atBooth(name: string): Promise<Tablet> {
  const tablet = through(await pairTablet(scene, scene.boothId, name), laptop)
  await expect.poll(async () => (await ask(tablet, { path: '/provision' })).status, soon).toBe(200)
  return tablet
}
const enrolledBy = async (tablet: Tablet) =>
  scene.server.db
    .selectFrom('tablet_entries')
    .select(['number', 'verdict'])
    .where('tablet_id', '=', tablet.id)
    .orderBy('number')
    .execute()
const settled = (tablet: Tablet, first: number) =>
  expect.poll(
    async () => done(await hand(tablet, tablet.chain.length, first)).verdicts.map(({ number }) => number),
    soon,
  )

test('with a network the laptop hands on at once, and the tablet hears headquarters’ own word', async () => {
  const tablet = await atBooth('线路通')
  enrol(tablet)
  expect(done(await hand(tablet))).toMatchObject({
    verdicts: [{ number: 1, verdict: 'accepted' }],
    laptop: { upTo: 1, waiting: 0 },
  })
  expect(await enrolledBy(tablet)).toEqual([{ number: 1, verdict: 'accepted' }])
  const taken = await provisionOf(tablet)
  expect(taken).toMatchObject({ headquarters: line.url, entries: { next: 2 } })
})

test('without one it keeps the entries, sealed, and hands them on in order when there is one again; a tablet that dies loses nothing', async () => {
  const tablet = await atBooth('断网')
  line.cut()
  for (const _ of [1, 2, 3]) enrol(tablet, { name: '欧阳明月' })
  expect(done(await hand(tablet, 0, 1, 2))).toMatchObject({
    verdicts: [],
    expected: 3,
    laptop: { upTo: 2, waiting: 2 },
  })
  expect(done(await hand(tablet, 2, 1))).toMatchObject({ laptop: { upTo: 3, waiting: 3 } })
  expect(await provisionOf(tablet)).toMatchObject({ drive: { id: scene.driveId } })
  expect(
    refusal(await ask(tablet, { method: 'POST', path: '/phone-checks', body: { phone: '13800138000' } })),
  ).toEqual([503, 'headquarters-unreached'])
  expect(await enrolledBy(tablet)).toEqual([])

  const { rows } = await sql<{
    row: string
  }>`SELECT row_to_json(e)::text AS row FROM gathered_entries e`.execute(laptop.db)
  expect(rows.map(({ row }) => row).join('')).not.toMatch(
    /欧阳明月|consentVersion|radio|cardNumber|1[3-9]\d{9}"/,
  )

  line.mend()
  await expect.poll(() => enrolledBy(tablet), soon).toHaveLength(3)
  await settled(tablet, 1).toEqual([1, 2, 3])
  const { rows: left } = await sql`SELECT FROM gathered_entries WHERE content IS NOT NULL`.execute(laptop.db)
  expect(left).toEqual([])
})

test('what goes both ways at once is carried out once', async () => {
  const tablet = await atBooth('两条路')
  for (const _ of [1, 2, 3, 4]) enrol(tablet)
  const direct = through({ ...tablet }, scene.server)
  const answers = await Promise.all([send(direct), hand(tablet), send(direct, 0, 2)])
  expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([])
  await settled(tablet, 1).toEqual([1, 2, 3, 4])
  expect((await enrolledBy(tablet)).map(({ verdict }) => verdict)).toEqual(
    Array.from({ length: 4 }, () => 'accepted'),
  )
})

test('a broken chain is kept for the office, and the tablet hears what the office has said', async () => {
  const tablet = await atBooth('断链')
  enrol(tablet)
  done(await hand(tablet))
  tablet.chain = []
  for (const _ of [1, 2]) enrol(tablet)
  expect(refusal(await hand(tablet))).toEqual([400, 'chain-broken'])
  await expect
    .poll(
      async () =>
        (
          await scene.server.db
            .selectFrom('tablet_held')
            .select('id')
            .where('tablet_id', '=', tablet.id)
            .execute()
        ).length,
      soon,
    )
    .toBe(2)
  done(await scene.manager.client.post(`/tablets/${tablet.id}/held/judge`))
  await expect.poll(async () => (await hand(tablet)).status, soon).toBe(200)
  expect(done(await hand(tablet)).verdicts.map(({ number }) => number)).toEqual([1, 2])
})

test('what came in a broken chain and was judged after all is told once it is handed in again', async () => {
  const tablet = await atBooth('断链又接上')
  line.cut()
  for (const _ of [1, 2, 3]) enrol(tablet)
  done(await hand(tablet))
  await laptop.db
    .updateTable('gathered_entries')
    .set({ in_chain: false })
    .where('tablet_id', '=', tablet.id)
    .execute()
  expect(done(await hand(tablet))).toMatchObject({ laptop: { upTo: 3, waiting: 3 } })
  line.mend()
  await settled(tablet, 1).toEqual([1, 2, 3])
})

test('of a tablet that is revoked meanwhile nothing gets in, and what the laptop had waits for the office', async () => {
  const tablet = await atBooth('停用')
  line.cut()
  enrol(tablet)
  done(await hand(tablet))
  done(await scene.manager.client.post(`/tablets/${tablet.id}/revoke`))
  line.mend()
  const held = () =>
    scene.manager.client.get<{ held: { because: string; isSigned: boolean }[] }>(`/tablets/${tablet.id}/held`)
  await expect
    .poll(async () => done(await held()).held, soon)
    .toMatchObject([{ because: 'exported', isSigned: true }])
  expect(await enrolledBy(tablet)).toEqual([])
  enrol(tablet)
  expect(refusal(await hand(tablet))).toEqual([403, 'tablet-revoked'])
  expect(done(await scene.manager.client.post(`/tablets/${tablet.id}/held/judge`))).toMatchObject({
    accepted: 1,
  })
})

test('a text that another key signed, or a tablet of another drive, gets nothing in through it', async () => {
  const tablet = await atBooth('假签名')
  enrol(tablet)
  const [entry] = tablet.chain
  const forged = { ...tablet, chain: [{ text: entry?.text ?? '', signature: 'A'.repeat(86) }] }
  expect(refusal(await hand(forged))).toEqual([400, 'chain-broken'])
  expect(await enrolledBy(tablet)).toEqual([])
  expect(refusal(await hand({ ...tablet, id: '01890a5d-ac96-774b-bcce-b302099a8057' }))).toEqual([
    401,
    'not-signed-in',
  ])
})

test('when it dies, the tablet’s file goes to the office and another page enrols without it; coming back it does nothing twice', async () => {
  const tablet = await atBooth('笔记本坏了')
  const { exportKey } = await provisionOf(tablet)
  line.cut()
  for (const _ of [1, 2]) enrol(tablet)
  done(await hand(tablet))
  enrol(tablet) // the laptop is gone by now

  const direct = await pairTablet(scene, scene.boothId, '直连总部')
  enrol(direct)
  expect(done(await send(direct)).verdicts).toMatchObject([{ number: 1, verdict: 'accepted' }])
  const path = `/tablets/${tablet.id}`
  const queue = saveQueue(tablet, exportKey)
  expect(done(await scene.manager.client.post(`${path}/queues`, queue))).toMatchObject({ held: 3 })
  expect(done(await scene.manager.client.post(`${path}/held/judge`))).toMatchObject({ accepted: 3 })
  const enrolments = async () =>
    (await scene.server.db.selectFrom('enrolments').select('card_number').execute()).length
  const before = await enrolments()

  line.mend()
  done(await hand(tablet))
  await settled(tablet, 1).toEqual([1, 2, 3])
  expect(await enrolments()).toBe(before)
  expect((await enrolledBy(tablet)).map(({ verdict }) => verdict)).toEqual(Array(3).fill('accepted'))
})

test('once it is revoked it takes nothing and hands nothing on, and the office sees what it kept and since when', async () => {
  const tablet = await atBooth('笔记本停用')
  line.cut()
  enrol(tablet)
  done(await hand(tablet))
  done(await scene.manager.client.post(`/laptops/${laptopId}/revoke`))
  line.mend()
  await expect.poll(async () => (await hand(tablet, 1, 1)).status, soon).toBe(503)
  expect(await enrolledBy(tablet)).toEqual([])
  const { laptops } = done(
    await scene.manager.client.get<{ laptops: object[] }>(`/drives/${scene.driveId}/laptops`),
  )
  expect(laptops).toMatchObject([
    { id: laptopId, name: 'Laptop', revokedBy: { displayName: expect.any(String) as string } },
  ])
  expect(done(await send(through(tablet, scene.server))).verdicts).toMatchObject([{ verdict: 'accepted' }])
})
