import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expireCards } from '../../server/batches/index.ts'
import { findCard, handOverCard, moveCard } from '../../server/cards/index.ts'
import { earnPoints } from '../../server/points/index.ts'
import {
  addBareMember,
  addProgramme,
  asStaff,
  finishCard,
  numbersOf,
  orderBatch,
  PASSWORD,
  signIn,
  verifySample,
  type FinishedCard,
  type Person,
} from '../support/cards.ts'
import { startTestServer, type Answer, type TestServer } from '../support/server.ts'

let server: TestServer
let office: Person
let witness: Person
let programmeId: string

beforeAll(async () => {
  server = await startTestServer()
  office = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  witness = await signIn(server, ['card-operator'])
  programmeId = await addProgramme(office)
})
afterAll(() => server.stop())

const refusal = ({ status, body }: Answer<unknown>) => [status, (body as { code?: string }).code]

/** Finished cards that lie in the office. */
async function freshCards(
  quantity: number,
  level: 'gold' | 'diamond' = 'gold',
  isVerified = true,
): Promise<FinishedCard[]> {
  const batch = await orderBatch(office, { programmeId, quantity, level })
  const cards: FinishedCard[] = []
  for (const cardNumber of await numbersOf(office, batch.id))
    cards.push(await finishCard(server, { batch, cardNumber, staffId: office.staffId }))
  if (isVerified) await verifySample(server, batch.id)
  return cards
}

async function give(cardNumber: string, sharesBalance = true): Promise<string> {
  const memberId = await addBareMember(server, programmeId)
  const given = await asStaff(server, office.staffId, (work) =>
    handOverCard(work, { cardNumber, placeId: null, memberId, sharesBalance }),
  )
  expect(given.ok).toBe(true)
  return memberId
}

async function membersCard(): Promise<{ cardNumber: string; memberId: string }> {
  const [card] = await freshCards(1)
  const cardNumber = card?.cardNumber ?? ''
  return { cardNumber, memberId: await give(cardNumber) }
}

const post = (cardNumber: string, verb: string, body: object = {}) =>
  office.client.post<{ code?: string }>(`/cards/${cardNumber}/${verb}`, body)
const typed = (cardNumber: string) => ({ card: { kind: 'typed', cardNumber }, placeId: null })
const stateOf = async (cardNumber: string) => (await findCard(server.db, cardNumber))?.state

describe('replacing a card', () => {
  test('hands the new one over and stops the old one, with its balance and level, in one step', async () => {
    const [old, fresh] = await freshCards(2)
    const memberId = await give(old?.cardNumber ?? '')
    await asStaff(server, office.staffId, async (work) => {
      const earned = {
        memberId,
        points: 120n,
        reason: 'welcome',
        reference: 'test',
        part: 'welcome',
      } as const
      await earnPoints(work, { ...earned, happenedAt: work.now })
      return { ok: true, value: null }
    })
    const uri = (await fresh?.tap()) ?? ''
    const answer = await post(old?.cardNumber ?? '', 'replace', { card: { kind: 'tap', uri }, placeId: null })
    expect(answer.status).toBe(200)
    expect(await findCard(server.db, old?.cardNumber ?? '')).toMatchObject({ state: 'replaced', memberId })
    expect(await findCard(server.db, fresh?.cardNumber ?? '')).toMatchObject({
      state: 'active',
      memberId,
      level: 'gold',
      sharesBalance: true,
    })
    const points = await server.db
      .selectFrom('points_accounts')
      .select('points')
      .where('member_id', '=', memberId)
      .where('account', '=', 'spendable')
      .executeTakeFirst()
    expect(points?.points).toBe(120n)
    const { replaced_by: replacedBy } = await server.db
      .selectFrom('cards')
      .select('replaced_by')
      .where('card_number', '=', old?.cardNumber ?? '')
      .executeTakeFirstOrThrow()
    expect(replacedBy).toBe(fresh?.cardNumber)
  })

  test('asked for ten times at once with ten new cards, is done once: nine stay on the pile', async () => {
    const [old, ...fresh] = await freshCards(11)
    await give(old?.cardNumber ?? '')
    const answers = await Promise.all(
      fresh.map(({ cardNumber }) => post(old?.cardNumber ?? '', 'replace', typed(cardNumber))),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'card-not-in-state')).toHaveLength(9)
    const states = await Promise.all(fresh.map(({ cardNumber }) => stateOf(cardNumber)))
    expect(states.filter((state) => state === 'active')).toHaveLength(1)
    expect(states.filter((state) => state === 'encoded')).toHaveLength(9)
  })

  test('of ten cards at once by one new card gives it to one member', async () => {
    const [fresh, ...old] = await freshCards(11)
    for (const { cardNumber } of old) await give(cardNumber)
    const answers = await Promise.all(
      old.map(({ cardNumber }) => post(cardNumber, 'replace', typed(fresh?.cardNumber ?? ''))),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const states = await Promise.all(old.map(({ cardNumber }) => stateOf(cardNumber)))
    expect(states.filter((state) => state === 'replaced')).toHaveLength(1)
    expect(states.filter((state) => state === 'active')).toHaveLength(9)
  })

  test('gives a card that has not proven its member no more than it had', async () => {
    const [old, fresh] = await freshCards(2)
    await give(old?.cardNumber ?? '', false)
    await post(old?.cardNumber ?? '', 'replace', typed(fresh?.cardNumber ?? ''))
    expect(await findCard(server.db, fresh?.cardNumber ?? '')).toMatchObject({ sharesBalance: false })
  })

  test('is refused with a reason, and changes nothing, when either card does not fit', async () => {
    const [old, taken] = await freshCards(2)
    const [diamond] = await freshCards(1, 'diamond')
    const lying = await office.client.post<{ id: string }>('/places', { name: 'Far booth', kind: 'booth' })
    const [fresh, unfinished] = [(await freshCards(1))[0], await orderBatch(office, { programmeId })]
    const number = old?.cardNumber ?? ''
    await give(number)
    await give(taken?.cardNumber ?? '')
    const waiting = (await numbersOf(office, unfinished.id))[0] ?? ''
    const replace = async (body: object) => refusal(await post(number, 'replace', body))
    expect(await replace(typed(diamond?.cardNumber ?? ''))).toEqual([409, 'card-other-level'])
    expect(await replace(typed(taken?.cardNumber ?? ''))).toEqual([409, 'card-already-given'])
    expect(await replace(typed(waiting))).toEqual([422, 'card-not-genuine'])
    expect(await replace(typed(number))).toEqual([409, 'card-already-given'])
    const there = { ...typed(fresh?.cardNumber ?? ''), placeId: lying.body.id }
    expect(await replace(there)).toEqual([409, 'card-elsewhere'])
    const nobodys = await post('9156000000000000', 'replace', typed(fresh?.cardNumber ?? ''))
    expect(refusal(nobodys)).toEqual([404, 'card-unknown'])
    const [unread] = await freshCards(1, 'gold', false)
    expect(await replace(typed(unread?.cardNumber ?? ''))).toEqual([409, 'cards-unverified'])
    expect([await stateOf(number), await stateOf(fresh?.cardNumber ?? '')]).toEqual(['active', 'encoded'])
  })
})

describe('a suspended card', () => {
  test('is suspended once, resumed once, and its state says why', async () => {
    const { cardNumber } = await membersCard()
    expect((await post(cardNumber, 'stop', { to: 'suspended' })).status).toBe(200)
    expect(await findCard(server.db, cardNumber)).toMatchObject({ suspendedBecause: 'asked' })
    expect(refusal(await post(cardNumber, 'stop', { to: 'suspended' }))).toEqual([409, 'card-not-in-state'])
    expect((await post(cardNumber, 'resume')).status).toBe(200)
    expect(await findCard(server.db, cardNumber)).toMatchObject({ state: 'active', suspendedBecause: null })
    const nameless = server.db
      .updateTable('cards')
      .set((row) => ({ previous_state: row.ref('state'), state: 'suspended' }))
      .where('card_number', '=', cardNumber)
    await expect(nameless.execute()).rejects.toMatchObject({ code: '23514' })
  })
})

const record = () => ({
  method: 'shredded',
  reason: 'replaced',
  witnessId: witness.staffId,
  witnessPassword: PASSWORD,
})

describe('a destroyed card', () => {
  test('has a record of how, why, by whom and who saw it', async () => {
    const { cardNumber } = await membersCard()
    expect((await post(cardNumber, 'destroy', record())).status).toBe(200)
    expect(await stateOf(cardNumber)).toBe('destroyed')
    const rows = await server.db
      .selectFrom('card_destructions')
      .select(['method', 'reason', 'destroyed_by', 'witnessed_by'])
      .where('card_number', '=', cardNumber)
      .execute()
    const people = { destroyed_by: office.staffId, witnessed_by: witness.staffId }
    expect(rows).toEqual([{ method: 'shredded', reason: 'replaced', ...people }])
    expect(refusal(await post(cardNumber, 'destroy', record()))).toEqual([409, 'card-not-in-state'])
    const forged = server.db.updateTable('card_destructions').set({ reason: 'other' }).execute()
    await expect(forged).rejects.toMatchObject({ code: '23001' })
  })

  test('needs a second person, in the rules and in the database', async () => {
    const { cardNumber } = await membersCard()
    const alone = { ...record(), witnessId: office.staffId }
    expect(refusal(await post(cardNumber, 'destroy', alone))).toEqual([409, 'witness-same-person'])
    const spelled = { ...alone, witnessId: office.staffId.toUpperCase(), witnessPassword: PASSWORD }
    expect(refusal(await post(cardNumber, 'destroy', spelled))).toEqual([409, 'witness-same-person'])
    const nobody = { ...record(), witnessId: randomUUID() }
    expect(refusal(await post(cardNumber, 'destroy', nobody))).toEqual([404, 'witness-unknown'])
    const guessed = { ...record(), witnessPassword: 'not the password' }
    expect(refusal(await post(cardNumber, 'destroy', guessed))).toEqual([422, 'witness-not-confirmed'])
    expect(await stateOf(cardNumber)).toBe('active')
    const row = {
      card_number: cardNumber,
      method: 'cut',
      reason: 'x',
      destroyed_at: server.clock.now(),
    } as const
    const forced = server.db
      .insertInto('card_destructions')
      .values({ ...row, destroyed_by: office.staffId, witnessed_by: office.staffId })
    await expect(forced.execute()).rejects.toMatchObject({ constraint: 'card_destructions_two_people' })
  })

  test('without a record is none: the database takes the move back', async () => {
    const { cardNumber } = await membersCard()
    const bare = asStaff(server, office.staffId, (work) =>
      moveCard(work, { cardNumber, from: ['active'], to: 'destroyed' }),
    )
    await expect(bare).rejects.toMatchObject({ code: '23001' })
    expect(await stateOf(cardNumber)).toBe('active')
  })
})

describe('the date on a batch', () => {
  test('is good through its day in Shanghai; then its cards stop and no more are handed out', async () => {
    const [given, suspended, lying] = await freshCards(3)
    const number = given?.cardNumber ?? ''
    const memberId = await give(number)
    await give(suspended?.cardNumber ?? '')
    await post(suspended?.cardNumber ?? '', 'stop', { to: 'suspended' })
    const batchId = (await findCard(server.db, number))?.batchId ?? ''
    const setExpiry = (cardsExpireOn: string | null) =>
      office.client.post(`/batches/${batchId}/expiry`, { cardsExpireOn })
    expect(refusal(await setExpiry('2026-11-19'))).toEqual([409, 'expiry-in-past'])
    expect((await setExpiry('2026-11-21')).body).toEqual({
      batchId,
      cardsExpireOn: '2026-11-21',
      inUse: 2,
    })
    const now = server.clock.now()
    server.clock.set(new Date('2026-11-21T23:59:59+08:00'))
    expect(await expireCards(server.platform)).toBe(0)
    server.clock.set(new Date('2026-11-22T00:00:00+08:00'))
    expect(await expireCards(server.platform)).toBe(2)
    expect(await expireCards(server.platform)).toBe(0)
    expect([await stateOf(number), await stateOf(suspended?.cardNumber ?? '')]).toEqual([
      'expired',
      'expired',
    ])
    const late = await asStaff(server, office.staffId, (work) =>
      handOverCard(work, {
        cardNumber: lying?.cardNumber ?? '',
        placeId: null,
        memberId,
        sharesBalance: true,
      }),
    )
    expect(late).toMatchObject({ reason: 'card-out-of-date' })
    expect(await stateOf(lying?.cardNumber ?? '')).toBe('encoded')
    server.clock.set(now)
  })
})

test('every route of a card’s life is closed to who does not manage members', async () => {
  const { cardNumber } = await membersCard()
  for (const verb of ['stop', 'resume', 'replace', 'destroy', 'alerts/clear'])
    expect((await witness.client.post(`/cards/${cardNumber}/${verb}`, {})).status).toBe(403)
})
