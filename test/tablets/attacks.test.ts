import { sign } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkLedger } from '../../server/points/index.ts'
import { done, newPhone, refusal, setScene, type Scene } from '../drives/scene.ts'
import { ask, lateForm, pairTablet, send, write, type Tablet } from './tablet.ts'

let scene: Scene
beforeAll(async () => {
  scene = await setScene({ cards: 40, umbrellas: 3, mugs: 10 })
})
afterAll(() => scene[Symbol.asyncDispose]())

let next = 0
const card = () => scene.cards[(next += 1) - 1]?.cardNumber ?? ''
const by = () => scene.promoter.staffId
const form = (change: object = {}) => lateForm(scene, card(), { giftId: null, ...change })

/** Sends a text of any kind, signed by the tablet. */
function slip(tablet: Tablet, text: string): void {
  const signature = sign('sha256', Buffer.from(text), { key: tablet.key, dsaEncoding: 'ieee-p1363' })
  tablet.chain.push({ text, signature: signature.toString('base64url') })
}
const judgeAll = (tablet: Tablet) =>
  scene.manager.client.post<{ accepted: number; left: number }>(`/tablets/${tablet.id}/held/judge`)

describe('a tablet that says odd things', () => {
  test('has a number that no chain reaches: it is kept, and nothing fails', async () => {
    const tablet = await pairTablet(scene)
    slip(tablet, JSON.stringify({ tabletId: tablet.id, number: 3_000_000_000, previous: '' }))
    expect(refusal(await send(tablet))).toEqual([400, 'chain-broken'])
  })

  test('nests its form without end: it goes to the office, and what comes behind it goes on', async () => {
    const tablet = await pairTablet(scene)
    write(tablet, { promoterId: by(), body: { name: 0 } })
    const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`
    const { text = '' } = tablet.chain.pop() ?? {}
    slip(tablet, text.replace('"name":0', `"name":${deep}`))
    write(tablet, { promoterId: by(), body: form() })
    expect(done(await send(tablet)).verdicts).toMatchObject([{ verdict: 'refused' }, { verdict: 'accepted' }])
  })

  test('sends texts that nobody can read: they do not keep the office from judging what stands behind them', async () => {
    const tablet = await pairTablet(scene)
    write(tablet, { promoterId: by(), kind: 'handover', body: {} })
    done(await send(tablet))
    await sql`
      INSERT INTO tablet_held (id, tablet_id, number, kind, because, text_hash, sealed_text, signature, is_signed, held_at)
      SELECT gen_random_uuid(), tablet_id, number, kind, because, lpad(copy::text, 64, '0'), sealed_text, signature, is_signed, held_at
        FROM tablet_held, generate_series(1, 100) copy WHERE tablet_id = ${tablet.id}`.execute(
      scene.server.db,
    )
    tablet.chain.pop()
    write(tablet, { promoterId: by(), body: form() })
    expect(refusal(await send(tablet))).toEqual([400, 'chain-broken'])
    expect(done(await judgeAll(tablet))).toMatchObject({ accepted: 1 })
  })
})

describe('a tablet whose storage was put back to an earlier day', () => {
  test('is rid of what the office has judged, by its verdict, and what it writes afterwards is kept too', async () => {
    const tablet = await pairTablet(scene)
    for (const _ of [1, 2]) write(tablet, { promoterId: by(), body: form() })
    done(await send(tablet))
    tablet.chain = []
    for (const _ of [1, 2, 3]) write(tablet, { promoterId: by(), body: form() })
    expect(refusal(await send(tablet))).toEqual([400, 'chain-broken'])
    expect(done(await judgeAll(tablet))).toMatchObject({ accepted: 3, left: 0 })
    expect(done(await send(tablet)).verdicts).toMatchObject(
      [1, 2, 3].map((number) => ({ number, verdict: 'accepted' })),
    )
    for (const _ of [4, 5]) write(tablet, { promoterId: by(), body: form() })
    expect(refusal(await send(tablet, 3))).toEqual([400, 'chain-broken'])
    expect(done(await judgeAll(tablet))).toMatchObject({ accepted: 2, left: 0 })
    expect(done(await send(tablet, 3)).verdicts).toMatchObject([4, 5].map((number) => ({ number })))
  })
})

test('a copy with a wrong signature keeps nobody’s entry from being judged, even where it was put away', async () => {
  const tablet = await pairTablet(scene)
  write(tablet, { promoterId: by(), body: form() })
  done(await send(tablet))
  tablet.chain.pop()
  write(tablet, { promoterId: by(), body: form() })
  const [entry] = tablet.chain
  const wrong = { text: entry?.text ?? '', signature: 'A'.repeat(86) }
  expect(refusal(await send({ ...tablet, chain: [wrong] }))).toEqual([400, 'chain-broken'])
  expect(done(await judgeAll(tablet))).toMatchObject({ accepted: 0, left: 1 })
  const { held } = done(
    await scene.manager.client.get<{ held: { id: string }[] }>(`/tablets/${tablet.id}/held`),
  )
  done(await scene.manager.client.post(`/tablets/${tablet.id}/held/${held[0]?.id ?? ''}/drop`))
  tablet.lastMs += 10
  expect(refusal(await send(tablet))).toEqual([400, 'chain-broken'])
  expect(done(await judgeAll(tablet))).toMatchObject({ accepted: 1, left: 0 })
})

test('a tablet cannot try phones without end, from whatever address it asks', async () => {
  const tablet = await pairTablet(scene)
  const { db, clock } = scene.server
  const check = () => ask(tablet, { method: 'POST', path: '/phone-checks', body: { phone: newPhone() } })
  expect(done(await check())).toEqual({ known: false })
  await db
    .updateTable('wrong_guesses')
    .set({ wrong: 120 })
    .where('guesser', 'like', `%${tablet.id}`)
    .execute()
  expect(refusal(await check())).toEqual([429, 'too-many-requests'])
  clock.pass({ minutes: 16 })
  expect(done(await check())).toEqual({ known: false })
})

test('what a tablet takes along is kept by no cache of its browser', async () => {
  const tablet = await pairTablet(scene)
  for (const path of ['/provision', '/phone-filter'])
    expect((await ask(tablet, { path })).headers['cache-control']).toBe('no-store')
})

describe('a shift', () => {
  test('is not opened for whoever is not in the team', async () => {
    const { staffId } = scene.manager
    const tablet = await pairTablet(scene)
    write(tablet, { kind: 'shift-opened', promoterId: staffId })
    expect(done(await send(tablet)).verdicts).toMatchObject([{ reason: 'promoter-not-in-team' }])
    const open = await scene.server.db
      .selectFrom('shifts')
      .select('id')
      .where('staff_id', '=', staffId)
      .where('closed_at', 'is', null)
      .execute()
    expect(open).toEqual([])
  })
})

test('two tablets hand in the same phones, cards and last gifts at the same moment: each is given once', async () => {
  const { db } = scene.server
  const shared = Array.from({ length: 6 }, () => ({ phone: newPhone(), cardNumber: card() }))
  const tablets = await Promise.all([
    pairTablet(scene),
    pairTablet(scene),
    pairTablet(scene, scene.otherBoothId),
  ])
  tablets.forEach((tablet, index) => {
    const order = index === 1 ? shared.toReversed() : shared
    for (const { phone, cardNumber } of order)
      write(tablet, { promoterId: by(), body: lateForm(scene, cardNumber, { phone }) })
  })
  const before = await db
    .selectFrom('members')
    .select(({ fn }) => fn.countAll<bigint>().as('n'))
    .executeTakeFirstOrThrow()
  const answers = await Promise.all(tablets.map((tablet) => send(tablet)))
  for (const answer of answers)
    expect(done(answer).verdicts.map(({ verdict }) => verdict)).toEqual(shared.map(() => 'accepted'))
  const after = await db
    .selectFrom('members')
    .select(({ fn }) => fn.countAll<bigint>().as('n'))
    .executeTakeFirstOrThrow()
  expect(after.n - before.n).toBe(6n)
  const pieces = await sql<{ taken: bigint; short: bigint; cards: bigint }>`
    SELECT (SELECT count(*) FROM gift_movements WHERE reason = 'enrolment') AS taken, (SELECT count(*) FROM gift_shortages) AS short,
           (SELECT count(*) FROM cards WHERE card_number = ANY (${shared.map(({ cardNumber }) => cardNumber)}) AND state = 'active') AS cards`.execute(
    db,
  )
  expect(pieces.rows).toEqual([{ taken: 3n, short: 15n, cards: 6n }])
  expect(await checkLedger(db)).toMatchObject({ isBalanced: true })
  const { rows } = await sql<{
    n: bigint
  }>`SELECT count(*) n FROM tablet_held WHERE tablet_id = ANY (${tablets.map(({ id }) => id)}::uuid[])`.execute(
    db,
  )
  expect(rows[0]?.n).toBe(0n)
})

test('a queue is judged by the office while the tablet hands it in: each entry has its effect once', async () => {
  const tablet = await pairTablet(scene)
  write(tablet, { promoterId: by(), kind: 'shift-closed' })
  done(await send(tablet))
  const forked = { ...tablet, chain: [] as Tablet['chain'] }
  const ids = [1, 2].map(() => write(forked, { promoterId: by(), body: form() }))
  await send(forked)
  const fixed = { ...tablet, lastMs: tablet.lastMs + 10 }
  for (const id of ids) write(fixed, { promoterId: by(), id, body: form() })
  await Promise.all([send(fixed), judgeAll(tablet), judgeAll(tablet)])
  const { rows } = await sql<{ n: bigint }>`
    SELECT count(*) AS n FROM audit_entries WHERE action = 'enrolment.done' AND subject = ANY (${ids.map((id) => `enrolment:${id}`)})`.execute(
    scene.server.db,
  )
  expect(rows[0]?.n).toBe(2n)
})

test('a tablet is revoked while it hands in: what was judged stays, and nothing comes in after it', async () => {
  const tablet = await pairTablet(scene)
  for (let count = 0; count < 12; count += 1) write(tablet, { promoterId: by(), kind: 'shift-opened' })
  const [sent] = await Promise.all([send(tablet), scene.manager.client.post(`/tablets/${tablet.id}/revoke`)])
  const judged = async () =>
    (
      await scene.server.db
        .selectFrom('tablet_entries')
        .select('number')
        .where('tablet_id', '=', tablet.id)
        .execute()
    ).length
  const count = await judged()
  expect([200, 403]).toContain(sent.status)
  expect(refusal(await send(tablet))).toEqual([403, 'tablet-revoked'])
  expect(await judged()).toBe(count)
})

test('nothing that a person wrote stands in clear beside the sealed', async () => {
  const tablet = await pairTablet(scene)
  const phone = newPhone()
  write(tablet, { promoterId: by(), body: form({ phone, name: '欧阳特别' }) })
  write(tablet, { promoterId: by(), body: form({ phone: '12345678901', name: '欧阳特别' }) })
  write(tablet, { promoterId: by(), kind: 'handover', body: { note: '欧阳特别' } })
  slip(tablet, JSON.stringify({ number: 9, name: '欧阳特别', phone }))
  done(await send(tablet, 0, 3))
  await send(tablet)
  await send({ ...tablet, chain: tablet.chain.slice(3) })
  const { db } = scene.server
  const tables = await sql<{
    name: string
  }>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`.execute(db)
  const found: string[] = []
  for (const { name } of tables.rows) {
    const hit =
      await sql`SELECT 1 FROM ${sql.table(name)} t WHERE t::text LIKE ${'%欧阳特别%'} OR t::text LIKE ${`%${phone}%`} LIMIT 1`.execute(
        db,
      )
    if (hit.rows.length > 0) found.push(name)
  }
  expect(found).toEqual([])
})
