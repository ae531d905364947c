import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkLedger } from '../../server/points/index.ts'
import { signIn } from '../support/cards.ts'
import { CONSENT, DAY, done, enrol, form, newPhone, refusal, setScene, type Scene } from './scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await setScene({ cards: 20, umbrellas: 8, mugs: 8 })
})
afterAll(() => scene[Symbol.asyncDispose]())

let next = 0
const card = () => scene.cards[(next += 1) - 1]

const count = async (
  table: 'enrolments' | 'members' | 'consents' | 'points_transfers' | 'gift_movements',
) => {
  const rows = await sql<{ count: bigint }>`SELECT count(*) FROM ${sql.table(table)}`.execute(scene.server.db)
  return Number(rows.rows[0]?.count)
}
const everything = async () => ({
  enrolments: await count('enrolments'),
  members: await count('members'),
  consents: await count('consents'),
  transfers: await count('points_transfers'),
  gifts: await count('gift_movements'),
})

describe('enrolling a person', () => {
  test('hands over card, gift and welcome points in one step, and its answer names nobody', async () => {
    const given = card()
    const id = randomUUID()
    const body = { ...form(scene, given), name: '欧阳晓', birthday: '1990-02-28' }
    const answer = done(await enrol(scene, body, { id }))
    expect(answer).toEqual({
      enrolmentId: id,
      outcome: 'new-member',
      cardNumber: given?.cardNumber,
      giftId: scene.umbrella.id,
      welcomePoints: expect.any(Number),
      receiptUrl: `/api/v1/enrolments/${id}/receipt.pdf`,
    })
    expect(JSON.stringify(answer)).not.toMatch(/欧阳|138/)

    const found = done(
      await scene.manager.client.post<{ members: { id: string }[] }>('/members/search', {
        phone: body.phone,
      }),
    )
    expect(found.members).toMatchObject([
      { level: 'gold', identity: { name: '欧*', phone: `138****${body.phone.slice(-4)}` } },
    ])
    const member = done(await scene.manager.client.get(`/members/${found.members[0]?.id}`))
    expect(member).toMatchObject({
      hasPin: false,
      consents: [{ textVersion: CONSENT }],
      cards: [{ cardNumber: given?.cardNumber, state: 'active', sharesBalance: true }],
      points: { spendable: answer.welcomePoints, held: 0, owed: 0 },
    })
  })

  test('keeps who brought a new member, whom a known member is not', async () => {
    const [first, second, third] = [form(scene, card()), form(scene, card()), form(scene, card())]
    done(await enrol(scene, first))
    done(await enrol(scene, { ...second, introducer: first.phone }))
    done(await enrol(scene, { ...third, phone: first.phone, introducer: second.phone }))
    const kept = await scene.server.db
      .selectFrom('introductions')
      .innerJoin('cards', 'cards.member_id', 'friend_id')
      .select('card_number')
      .execute()
    expect(second.card).toMatchObject({ cardNumber: kept[0]?.card_number })
    expect(kept).toHaveLength(1)
  })

  test('takes a card that is tapped, once for each message', async () => {
    const given = card()
    const uri = (await given?.tap()) ?? ''
    const tapped = { kind: 'tap', uri } as const
    expect(done(await enrol(scene, form(scene, given, { card: tapped }))).outcome).toBe('new-member')
    expect(refusal(await enrol(scene, form(scene, given, { card: tapped })))).toEqual([409, 'card-copied'])
    const alerts = await scene.server.db
      .selectFrom('card_alerts')
      .select(['card_number', 'kind'])
      .where('card_number', '=', given?.cardNumber ?? '')
      .execute()
    expect(alerts).toEqual([{ card_number: given?.cardNumber, kind: 'replayed-message' }])
  })

  test('refused for another reason leaves a tap good for the next try', async () => {
    const given = card()
    const tapped = { kind: 'tap', uri: (await given?.tap()) ?? '' } as const
    const gone = await enrol(scene, form(scene, given, { card: tapped, phone: '12345678901' }))
    expect(refusal(gone)).toEqual([422, 'phone-invalid'])
    expect((await enrol(scene, form(scene, given, { card: tapped }))).status).toBe(200)
  })

  test('takes a typed name for a signature, and no gift where none is wanted', async () => {
    const change = { signature: { typedName: '李雷' }, giftId: null }
    const answer = done(await enrol(scene, form(scene, card(), change)))
    expect(answer).toMatchObject({ outcome: 'new-member', giftId: null })
  })

  test('sent twice with one id has one effect and one answer; other content is refused', async () => {
    const body = form(scene, card())
    const id = randomUUID()
    const [first, second] = await Promise.all([enrol(scene, body, { id }), enrol(scene, body, { id })])
    expect(done(second)).toEqual(done(first))
    const before = await everything()
    expect((await enrol(scene, body, { id })).body).toEqual(first.body)
    expect(await everything()).toEqual(before)
    expect(refusal(await enrol(scene, { ...body, name: '别人' }, { id }))).toEqual([409, 'command-id-reused'])
  })

  test('whose phone is known makes no second member, gives no second gift, and tells the team', async () => {
    const phone = newPhone()
    const first = done(await enrol(scene, form(scene, card(), { phone })))
    const before = await everything()
    const [second, spaced] = [card(), `+86 ${phone.slice(0, 3)}-${phone.slice(3)}`]
    const answer = done(await enrol(scene, form(scene, second, { phone: spaced, giftId: scene.mug.id })))
    expect(answer).toMatchObject({ outcome: 'known-member', giftId: null, welcomePoints: 0 })
    expect(await everything()).toEqual({
      ...before,
      enrolments: before.enrolments + 1,
      consents: before.consents + 1,
    })
    const rows = await scene.server.db
      .selectFrom('cards')
      .select(['card_number', 'member_id', 'shares_balance', 'state'])
      .where('card_number', 'in', [first.cardNumber, answer.cardNumber])
      .execute()
    expect(new Set(rows.map((row) => row.member_id)).size).toBe(1)
    expect(rows.find((row) => row.card_number === second?.cardNumber)).toMatchObject({
      shares_balance: false,
      state: 'active',
    })
    expect(rows.find((row) => row.card_number === first.cardNumber)).toMatchObject({ shares_balance: true })
    const events = await scene.server.db
      .selectFrom('events')
      .select(['topic', 'data'])
      .where('type', '=', 'enrolled')
      .execute()
    const told = events.filter(
      ({ data }) => (data as { enrolmentId: string }).enrolmentId === answer.enrolmentId,
    )
    expect(told.map((event) => event.topic).toSorted()).toEqual([
      `booth:${scene.boothId}`,
      `drive:${scene.driveId}`,
    ])
    expect(told[0]?.data).toMatchObject({ outcome: 'known-member' })
  })

  test('leaves the ledger balanced', async () => {
    expect(await checkLedger(scene.server.db)).toMatchObject({ isBalanced: true, spent: 0 })
  })
})

describe('an enrolment is refused, and changes nothing,', () => {
  const cases: [string, (scene: Scene) => object, number, string][] = [
    ['at a booth that is none', () => ({ boothId: randomUUID() }), 404, 'booth-unknown'],
    [
      'at a booth without one’s own open shift',
      ({ otherBoothId }) => ({ boothId: otherBoothId }),
      409,
      'no-open-shift',
    ],
    ['with an older consent text', () => ({ consentVersion: '2025-9' }), 409, 'consent-outdated'],
    ['with a phone that is no mobile', () => ({ phone: '02812345678' }), 422, 'phone-invalid'],
    ['with a birthday to come', () => ({ birthday: '2026-11-21' }), 422, 'birthday-invalid'],
    ['with an introducer whom nobody knows', () => ({ introducer: newPhone() }), 422, 'introducer-unknown'],
    ['with a source that the drive does not have', () => ({ sourceCode: 'moon' }), 422, 'source-unknown'],
    ['with a gift that the drive does not give', () => ({ giftId: randomUUID() }), 422, 'gift-not-offered'],
    [
      'with a reading that is none',
      () => ({ card: { kind: 'reading', readingId: randomUUID() } }),
      409,
      'reading-expired',
    ],
    [
      'with a number that is no card',
      () => ({ card: { kind: 'typed', cardNumber: '9156000000000000' } }),
      422,
      'card-not-genuine',
    ],
    [
      'with an address that no card of ours shows',
      () => ({ card: { kind: 'tap', uri: 'https://example.com/t#p=1' } }),
      422,
      'card-not-genuine',
    ],
    [
      'with a stripe that is not ours',
      () => ({ card: { kind: 'swipe', tracks: { track2: '1234=9912' } } }),
      422,
      'card-not-genuine',
    ],
    [
      'with a signature that is no PNG',
      () => ({ signature: 'data:image/png;base64,AAAA' }),
      400,
      'input-invalid',
    ],
    [
      'with a signature above 100 KB',
      () => ({ signature: `data:image/png;base64,iVBORw0KGgo${'A'.repeat(140_000)}` }),
      400,
      'input-invalid',
    ],
    ['with a name of nothing but spaces', () => ({ name: '   ' }), 400, 'input-invalid'],
    ['with a zero byte in the name', () => ({ name: 'a\u0000b' }), 400, 'input-invalid'],
    ['with a day that does not exist', () => ({ birthday: '1990-02-30' }), 400, 'input-invalid'],
    ['with a field that nobody asked for', () => ({ surprise: 1 }), 400, 'input-invalid'],
  ]
  test.each(cases)('%s', async (_name, change, status, code) => {
    const free = scene.cards.at(-1)
    const before = await everything()
    expect(refusal(await enrol(scene, { ...form(scene, free), ...change(scene) }))).toEqual([status, code])
    expect(await everything()).toEqual(before)
  })

  test('with a card that was given already', async () => {
    const taken = card()
    done(await enrol(scene, form(scene, taken)))
    const before = await everything()
    expect(refusal(await enrol(scene, form(scene, taken)))).toEqual([409, 'card-already-given'])
    expect(await everything()).toEqual(before)
  })

  test('with a card of another place, or one that is not finished', async () => {
    const free = scene.cards.at(-1)
    const move = (placeId: string | null) =>
      scene.server.db
        .updateTable('cards')
        .set({ place_id: placeId })
        .where('card_number', '=', free?.cardNumber ?? '')
        .execute()
    const { place_id: home } = await scene.server.db
      .selectFrom('booths')
      .select('place_id')
      .where('id', '=', scene.boothId)
      .executeTakeFirstOrThrow()
    await move(scene.storeRoomId)
    expect(refusal(await enrol(scene, form(scene, free)))).toEqual([409, 'card-elsewhere'])
    await move(home)
  })

  test('when the gift is gone: it names those that are left', async () => {
    await using small = await setScene({ cards: 2, umbrellas: 1, mugs: 2 })
    done(await enrol(small, form(small, small.cards[0])))
    const answer = await enrol(small, form(small, small.cards[1]))
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({
      code: 'gift-out-of-stock',
      details: { giftIds: small.mug.id, zh: '马克杯', en: 'Mug' },
    })
    const other = { giftId: small.mug.id, phone: newPhone() }
    expect(done(await enrol(small, form(small, small.cards[1], other))).giftId).toBe(small.mug.id)
  })

  test('on a day that the drive is not on', async () => {
    const { db } = scene.server
    const today = { drive_id: scene.driveId, day: DAY, opens_at: '10:00', closes_at: '21:00' }
    await db.deleteFrom('drive_days').where('drive_id', '=', scene.driveId).where('day', '=', DAY).execute()
    const answer = await enrol(scene, form(scene, scene.cards.at(-1)))
    await db.insertInto('drive_days').values(today).execute()
    expect(refusal(answer)).toEqual([409, 'drive-not-today'])
  })

  test('by somebody whose shift is closed, who has none, or who is not of the promoters', async () => {
    const stranger = await signIn(scene.server, ['promoter'])
    const free = scene.cards.at(-1)
    expect(refusal(await enrol(scene, form(scene, free), { by: stranger }))).toEqual([409, 'no-open-shift'])
    const auditor = await signIn(scene.server, ['auditor'])
    expect(refusal(await enrol(scene, form(scene, free), { by: auditor }))).toEqual([403, 'not-allowed'])
  })
})
