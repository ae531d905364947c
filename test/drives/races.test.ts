import { expect, test } from 'vitest'
import { sql } from 'kysely'
import { checkLedger } from '../../server/points/index.ts'
import { signIn } from '../support/cards.ts'
import { DAY, done, enrol, form, newPhone, refusal, setScene, type Scene } from './scene.ts'

const RACERS = 10
const tally = (answers: readonly { status: number; body: unknown }[]) => {
  const codes = answers.map(({ status, body }) =>
    status === 200 ? (body as { outcome: string }).outcome : (body as { code: string }).code,
  )
  return Object.fromEntries(
    [...new Set(codes)].map((code) => [code, codes.filter((one) => one === code).length]),
  )
}
const rows = async (scene: Scene, table: 'members' | 'member_identities' | 'enrolments' | 'consents') => {
  const result = await sql<{ count: bigint }>`SELECT count(*) FROM ${sql.table(table)}`.execute(
    scene.server.db,
  )
  return Number(result.rows[0]?.count)
}

test('ten people race for one card: one gets it, nine are told that it is given, and none of the nine is left behind', async () => {
  await using scene = await setScene({ cards: 1, umbrellas: 10 })
  const answers = await Promise.all(
    Array.from({ length: RACERS }, () => enrol(scene, form(scene, scene.cards[0]))),
  )
  expect(tally(answers)).toEqual({ 'new-member': 1, 'card-already-given': 9 })
  expect(await rows(scene, 'members')).toBe(1)
  expect(await rows(scene, 'member_identities')).toBe(1)
  expect(await rows(scene, 'enrolments')).toBe(1)
  expect(await checkLedger(scene.server.db)).toMatchObject({ isBalanced: true })
})

test('ten people race for the last umbrella: one gets it, nine are told what is left, and keep their cards free', async () => {
  await using scene = await setScene({ cards: RACERS, umbrellas: 1, mugs: 1 })
  const answers = await Promise.all(scene.cards.map((card) => enrol(scene, form(scene, card))))
  expect(tally(answers)).toEqual({ 'new-member': 1, 'gift-out-of-stock': 9 })
  const desk = done(await scene.promoter.client.get(`/booths/${scene.boothId}/desk`))
  expect(desk).toMatchObject({
    stock: {
      cards: 9,
      gifts: [
        { nameEn: 'Mug', onHand: 1 },
        { nameEn: 'Umbrella', onHand: 0 },
      ],
    },
    today: { newMembers: 1, knownMembers: 0 },
  })
})

test('ten enrol one phone at the same moment: one member with one gift and one welcome, nine cards that wait to be proven', async () => {
  await using scene = await setScene({ cards: RACERS, umbrellas: RACERS })
  const phone = newPhone()
  const answers = await Promise.all(scene.cards.map((card) => enrol(scene, form(scene, card, { phone }))))
  expect(tally(answers)).toEqual({ 'new-member': 1, 'known-member': 9 })
  expect(await rows(scene, 'members')).toBe(1)
  const gifts = await scene.server.db
    .selectFrom('gift_movements')
    .select('id')
    .where('reason', '=', 'enrolment')
    .execute()
  expect(gifts).toHaveLength(1)
  const welcomes = await scene.server.db
    .selectFrom('points_transfers')
    .select('id')
    .where('reason', '=', 'welcome')
    .execute()
  expect(welcomes).toHaveLength(1)
  const sharing = await scene.server.db
    .selectFrom('cards')
    .select('card_number')
    .where('shares_balance', '=', true)
    .where('state', '=', 'active')
    .execute()
  expect(sharing).toHaveLength(1)
})

test('ten copies of one request that arrive together have one effect and one answer', async () => {
  await using scene = await setScene({ cards: 1 })
  const body = form(scene, scene.cards[0])
  const id = crypto.randomUUID()
  const answers = await Promise.all(Array.from({ length: RACERS }, () => enrol(scene, body, { id })))
  expect(tally(answers)).toEqual({ 'new-member': 10 })
  expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
  expect(await rows(scene, 'enrolments')).toBe(1)
  expect(await rows(scene, 'consents')).toBe(1)
})

test('an enrolment and the end of the shift race: either it is in, or it is refused; never in a closed shift', async () => {
  await using scene = await setScene({ cards: 6 })
  const answers = await Promise.all([
    ...scene.cards.slice(0, 3).map((card) => enrol(scene, form(scene, card, { giftId: null }))),
    scene.promoter.client.post<{ shiftId: string }>(`/shifts/${scene.shiftId}/close`),
    ...scene.cards.slice(3).map((card) => enrol(scene, form(scene, card, { giftId: null }))),
  ])
  const enrolled = answers.filter((answer) => (answer.body as { outcome?: string }).outcome)
  expect(await rows(scene, 'enrolments')).toBe(enrolled.length)
  const refused = answers.filter((answer) => answer.status !== 200)
  expect(tally(refused)).toEqual(refused.length > 0 ? { 'no-open-shift': refused.length } : {})
})

test('two people count one booth at the same moment, and then two sign: one count stands, with one signature', async () => {
  await using scene = await setScene({ cards: 2 })
  const { server, promoter, manager, boothId, shiftId, umbrella, mug } = scene
  done(await promoter.client.post(`/shifts/${shiftId}/close`))
  const lines = [
    { item: 'cards', counted: 2 },
    { item: umbrella.id, counted: 3 },
    { item: mug.id, counted: 3 },
  ]
  const count = () =>
    promoter.client.post<{ countId: string }>(`/booths/${boothId}/counts`, { day: DAY, lines })
  const counts = await Promise.all([count(), count(), count()])
  expect(counts.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409])
  const countId = counts.find(({ status }) => status === 200)?.body.countId
  const others = [manager, await signIn(server, ['programme-manager'])]
  const signed = await Promise.all(others.map(({ client }) => client.post(`/booth-counts/${countId}/sign`)))
  expect(signed.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
  const later = await promoter.client.post(`/booths/${boothId}/handovers`, {
    toPromoterId: manager.staffId,
    cards: 1,
    gifts: [],
    signatures: { from: { typedName: 'A' }, to: { typedName: 'B' } },
  })
  expect(refusal(later)).toEqual([409, 'day-already-counted'])
})
