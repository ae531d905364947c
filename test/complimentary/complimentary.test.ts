import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findCard } from '../../server/cards/index.ts'
import { csv } from '../../server/platform/csv.ts'
import type { RegisterEntry } from '../../server/complimentary/schema.ts'
import type { CardRules } from '../../server/cards/schema.ts'
import {
  addProgramme,
  finishCard,
  numbersOf,
  orderBatch,
  signIn,
  verifySample,
  type Person,
} from '../support/cards.ts'
import { startTestServer, type Answer, type TestServer } from '../support/server.ts'

let server: TestServer
let asker: Person
let approver: Person
let auditor: Person
let programmeId: string
let diamonds: string[]
let phones = 13_700_000_000

beforeAll(async () => {
  server = await startTestServer()
  asker = await signIn(server, ['programme-manager', 'card-operator'])
  approver = await signIn(server, ['administrator'])
  auditor = await signIn(server, ['auditor'])
  programmeId = await addProgramme(asker)
  diamonds = await finished('diamond', 14)
  const consent = { version: '1', textZh: '我同意。', textEn: 'I agree.' }
  await asker.client.post('/consent-texts', consent)
}, 180_000)
afterAll(() => server.stop())

async function finished(level: 'gold' | 'diamond', quantity: number, isVerified = true): Promise<string[]> {
  const batch = await orderBatch(asker, { programmeId, level, quantity })
  const numbers = await numbersOf(asker, batch.id)
  for (const cardNumber of numbers) await finishCard(server, { batch, cardNumber, staffId: asker.staffId })
  if (isVerified) await verifySample(server, batch.id)
  return numbers
}

type Body = { code?: string; requestId: string; outcome?: string; cardNumber?: string }
const refusal = ({ status, body }: Answer<Body>) => [status, body.code]
const wanted = (change: object = {}) => ({
  programmeId,
  recipientName: '欧阳总',
  organisation: '东方设计院',
  reason: '开业嘉宾',
  valueFen: 88_800,
  isPublicOfficial: false,
  ...change,
})
const ask = (change?: object, person = asker) =>
  person.client.post<Body>('/complimentary-cards', wanted(change))
const decide = (requestId: string, approved = true, person = approver) =>
  person.client.post<Body>(`/complimentary-cards/${requestId}/decision`, { approved, note: 'agreed' })
const handOver = (requestId: string, cardNumber: string, change: object = {}) =>
  asker.client.post<Body>(`/complimentary-cards/${requestId}/hand-over`, {
    card: { kind: 'typed', cardNumber },
    placeId: null,
    phone: String((phones += 1)),
    consentVersion: '1',
    signature: { typedName: '欧阳' },
    ...change,
  })
const register = async (person = auditor) =>
  (await person.client.get<{ entries: RegisterEntry[] }>('/complimentary-cards')).body.entries
const entryOf = async (requestId: string) => (await register()).find((entry) => entry.requestId === requestId)
async function approved(): Promise<string> {
  const { requestId } = (await ask()).body
  expect((await decide(requestId)).status).toBe(200)
  return requestId
}

describe('a complimentary card', () => {
  test('is asked for, approved by somebody else and handed over at the level by invitation', async () => {
    const requestId = await approved()
    const cardNumber = diamonds.pop() ?? ''
    const given = await handOver(requestId, cardNumber)
    expect(given.body).toEqual({ requestId, cardNumber, outcome: 'new-member' })
    const card = await findCard(server.db, cardNumber)
    expect(card).toMatchObject({ state: 'active', level: 'diamond', sharesBalance: true })
    const member = await asker.client.get(`/members/${card?.memberId}`)
    expect(member.body).toMatchObject({ level: 'diamond', consents: [{ textVersion: '1' }] })
    expect(await entryOf(requestId)).toMatchObject({
      state: 'handed-over',
      recipientName: '欧阳总',
      organisation: '东方设计院',
      valueFen: 88_800,
      decided: { note: 'agreed' },
      handedOver: { cardNumber },
    })
    const entries = await server.db
      .selectFrom('audit_entries')
      .select(['action', 'details'])
      .where('subject', '=', `complimentary:${requestId}`)
      .orderBy('id')
      .execute()
    expect(entries.map(({ action }) => action)).toEqual([
      'complimentary.requested',
      'complimentary.approved',
      'complimentary.handed-over',
    ])
    expect(JSON.stringify(entries)).not.toContain('欧阳')
  })

  test('stays in the office until enough of its batch was read again', async () => {
    const requestId = await approved()
    const [unread = ''] = await finished('diamond', 1, false)
    expect(refusal(await handOver(requestId, unread))).toEqual([409, 'cards-unverified'])
    expect(await findCard(server.db, unread)).toMatchObject({ state: 'encoded', memberId: null })
  })

  test('for a phone that a member has makes no second member and shows nothing until it is proven', async () => {
    const phone = String((phones += 1))
    await handOver(await approved(), diamonds.pop() ?? '', { phone })
    const second = diamonds.pop() ?? ''
    expect((await handOver(await approved(), second, { phone })).body.outcome).toBe('known-member')
    expect(await findCard(server.db, second)).toMatchObject({ sharesBalance: false })
  })

  test('for a public official is refused by policy, and the refusal is written down', async () => {
    expect(refusal(await ask({ isPublicOfficial: true }))).toEqual([403, 'public-official-refused'])
    const entries = await server.db
      .selectFrom('audit_entries')
      .select('details')
      .where('action', '=', 'complimentary.refused-by-policy')
      .execute()
    expect(entries).toHaveLength(1)
    const { body: inForce } = await approver.client.get<{ version: number; rules: CardRules }>('/card-rules')
    const { version, rules } = inForce
    const open = { version, rules: { ...rules, giveToPublicOfficials: true } }
    expect((await approver.client.post('/card-rules', open)).status).toBe(200)
    const asked = await ask({ isPublicOfficial: true })
    expect(asked.status).toBe(200)
    expect(await entryOf(asked.body.requestId)).toMatchObject({ isPublicOfficial: true })
    expect((await approver.client.post('/card-rules', { version: version + 1, rules })).status).toBe(200)
  })

  test('is approved by nobody who asked for it, in the rules and in the database', async () => {
    const { requestId } = (await ask()).body
    expect(refusal(await decide(requestId, true, asker))).toEqual([403, 'same-person-approves'])
    const decision = { request_id: requestId, approved: true, note: '', decided_at: server.clock.now() }
    const forced = (requestedBy: string, decidedBy: string) =>
      server.db
        .insertInto('complimentary_decisions')
        .values({ ...decision, requested_by: requestedBy, decided_by: decidedBy })
        .execute()
    await expect(forced(asker.staffId, asker.staffId)).rejects.toMatchObject({
      constraint: 'complimentary_decisions_two_people',
    })
    await expect(forced(approver.staffId, asker.staffId)).rejects.toMatchObject({ code: '23503' })
  })

  test('is decided once, whoever races', async () => {
    const { requestId } = (await ask()).body
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => decide(requestId, index % 2 === 0)),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'already-decided')).toHaveLength(9)
  })

  test('is handed over once, whoever races with how many cards', async () => {
    const requestId = await approved()
    const cards = diamonds.splice(0, 5)
    const answers = await Promise.all(cards.map((cardNumber) => handOver(requestId, cardNumber)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'already-handed-over')).toHaveLength(4)
    const states = await Promise.all(cards.map(async (number) => (await findCard(server.db, number))?.state))
    expect(states.filter((state) => state === 'active')).toHaveLength(1)
  })

  test('is not handed over before it is approved, after a no, or when something does not fit', async () => {
    const cardNumber = diamonds[0] ?? ''
    const [gold = ''] = await finished('gold', 1)
    const waiting = (await ask()).body.requestId
    expect(refusal(await handOver(waiting, cardNumber))).toEqual([409, 'not-approved'])
    await decide(waiting, false)
    expect(refusal(await handOver(waiting, cardNumber))).toEqual([409, 'not-approved'])
    expect(await entryOf(waiting)).toMatchObject({ state: 'rejected' })
    const requestId = await approved()
    expect(refusal(await handOver(requestId, gold))).toEqual([409, 'card-other-level'])
    expect(refusal(await handOver(requestId, cardNumber, { phone: '12345678901' }))).toEqual([
      422,
      'phone-invalid',
    ])
    expect(refusal(await handOver(requestId, cardNumber, { consentVersion: 'no' }))).toEqual([
      404,
      'consent-unknown',
    ])
    expect((await findCard(server.db, cardNumber))?.state).toBe('encoded')
    const unknown = '0190a5b0-0000-7000-8000-000000000000'
    expect(refusal(await decide(unknown))).toEqual([404, 'complimentary-unknown'])
  })
})

describe('the register', () => {
  test('keeps names sealed, and what was decided for good', async () => {
    const { requestId } = (await ask({ recipientName: '诸葛先生' })).body
    const dump = await server.db.selectFrom('complimentary_requests').selectAll().execute()
    expect(JSON.stringify(dump, (_, value: unknown) => String(value))).not.toContain('诸葛')
    const stored = await server.db.selectFrom('commands').select('answer').execute()
    expect(JSON.stringify(stored)).not.toMatch(/诸葛|欧阳/)
    const edited = server.db.updateTable('complimentary_requests').set({ reason: 'other' }).execute()
    await expect(edited).rejects.toMatchObject({ code: '23001' })
    await server.db.deleteFrom('complimentary_recipients').where('request_id', '=', requestId).execute()
    expect(await entryOf(requestId)).toMatchObject({ recipientName: null, organisation: '东方设计院' })
  })

  test('goes out as a spreadsheet whose cells run nothing, and as paper, to auditor and programme manager', async () => {
    await ask({ organisation: '=HYPERLINK("http://evil","x")', reason: 'said "yes", twice' })
    const path = '/complimentary-cards/register'
    const file = await auditor.client.get<Buffer>(`${path}.csv?language=en`)
    expect([file.status, file.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
    const text = Buffer.from(file.body).toString('utf8')
    expect(text.startsWith('\uFEFFId,Requested,Recipient')).toBe(true)
    expect(text).toContain(`"'=HYPERLINK(""http://evil"",""x"")"`)
    expect(text).toContain('"said ""yes"", twice"')
    expect(text).toContain(',888.00,')
    const paper = await asker.client.get<Buffer>(`${path}.pdf`)
    expect(Buffer.from(paper.body).subarray(0, 5).toString()).toBe('%PDF-')
    const promoter = await signIn(server, ['promoter'])
    for (const ending of ['', '/register.csv', '/register.pdf'])
      expect((await promoter.client.get(`/complimentary-cards${ending}`)).status).toBe(403)
    const exported = await server.db
      .selectFrom('audit_entries')
      .select('action')
      .where('action', '=', 'complimentary.exported')
      .execute()
    expect(exported).toHaveLength(2)
  })

  test.each(['=1+1', '+1', '-1+2', '@SUM(A1)', '\t=1', ' =1', '＝1', '＠x'])(
    '%j starts no formula',
    (cell) => {
      expect(
        csv([[cell]])
          .slice(1)
          .replace(/^"/, '')
          .startsWith("'"),
      ).toBe(true)
    },
  )
})
