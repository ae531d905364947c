import { afterAll, beforeAll, expect, test } from 'vitest'
import { rulesAt, versionAt } from '../../server/programmes/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import type {
  Approved,
  Counter,
  DraftAnswer,
  Programme,
  Rules,
  Saved,
  SaveDraft,
  Version,
  VersionSummary,
} from '../../server/programmes/schema.ts'
import { readRules } from '../../server/programmes/stored-rules.ts'
import { people, type People } from '../support/people.ts'
import { startTestServer, type Client, type TestServer } from '../support/server.ts'

let server: TestServer
let staff: People
let programme: Programme
beforeAll(async () => {
  server = await startTestServer()
  staff = await people(server)
  const begun = { number: 7, name: 'VIP Club', preset: 'mall-two-level' }
  programme = (await staff.administrator.post<Programme>('/programmes', begun)).body
})
afterAll(() => server.stop())

const preset = presets['mall-two-level']
const path = (rest = '') => `/programmes/${programme.id}${rest}`
const readDraft = async (by: Client = staff.administrator) =>
  (await by.get<DraftAnswer>(path('/draft'))).body.draft
const save = (by: Client, draft: Partial<SaveDraft>) =>
  by.post<Saved>(path('/draft'), { base: null, rules: preset, startsAt: null, ...draft })
const decide = <T = Saved>(by: Client, step: string, body: object) => by.post<T>(path(`/draft/${step}`), body)
const inMinutes = (minutes: number) => new Date(server.clock.now().getTime() + minutes * 60_000)

/** Writes rules as the administrator and submits them. */
async function submit(rules: Rules, startsAt: Date | null = null): Promise<Saved> {
  const { body } = await save(staff.administrator, { rules, startsAt: startsAt?.toISOString() ?? null })
  expect((await decide(staff.administrator, 'submit', { ...body, note: 'for spring' })).status).toBe(200)
  return body
}

test('a draft is submitted by one and approved by another, and then holds from its start on', async () => {
  const startsAt = inMinutes(60)
  const seen = await submit({ ...preset, welcomePoints: 80 }, startsAt)
  expect(await readDraft(staff['programme-manager'])).toMatchObject({
    state: 'submitted',
    isOwn: false,
    note: 'for spring',
    changes: [
      {
        key: 'welcome',
        before: { zh: '入会即送 50 分。', en: 'Joining gives 50 points.' },
        after: { zh: '入会即送 80 分。', en: 'Joining gives 80 points.' },
      },
    ],
  })
  const own = await decide(staff.administrator, 'approve', seen)
  expect(own).toMatchObject({ status: 409, body: { code: 'same-person' } })
  const { body } = await decide<Approved>(staff['programme-manager'], 'approve', seen)
  expect(body).toEqual({ version: 2, startsAt: startsAt.toISOString() })
  const { db, clock } = server
  expect((await rulesAt(db, programme.id, clock.now())).welcomePoints).toBe(50)
  expect((await rulesAt(db, programme.id, startsAt)).welcomePoints).toBe(80)
  const { versions } = (await staff.auditor.get<{ versions: VersionSummary[] }>(path('/versions'))).body
  expect(versions).toMatchObject([
    { version: 2, holds: 'future', note: 'for spring', approved: { by: 'programme-manager' } },
    { version: 1, holds: 'now', approved: null },
  ])
  const version = (await staff.auditor.get<Version>(path('/versions/2'))).body
  expect(version.changes.map(({ key }) => key)).toEqual(['welcome'])
  expect((await staff.auditor.get(path('/versions/9'))).body).toMatchObject({ code: 'version-unknown' })
})

test('whoever wrote any part of a draft does not approve it, and what was not looked at is not approved', async () => {
  const { administrator, 'programme-manager': manager } = staff
  const first = (await save(administrator, {})).body
  const second = (await save(manager, { base: first, rules: { ...preset, welcomePoints: 60 } })).body
  expect(second).toEqual({ number: first.number, revision: 2 })
  const stale = await decide(administrator, 'submit', { ...first, note: 'old' })
  expect(stale).toMatchObject({ status: 409, body: { code: 'rules-changed', details: second } })
  await decide(administrator, 'submit', { ...second, note: 'new' })
  expect((await save(manager, { base: second })).body).toMatchObject({ code: 'rules-submitted' })
  for (const author of [administrator, manager])
    expect((await decide(author, 'approve', second)).body).toMatchObject({ code: 'same-person' })
  expect((await decide(manager, 'refuse', { reason: 'too generous' })).status).toBe(200)
  expect(await readDraft()).toMatchObject({ state: 'refused', decisionReason: 'too generous' })
  expect((await decide(administrator, 'approve', second)).body).toMatchObject({ code: 'rules-not-in-state' })
})

test('what waits can be taken back and given up; a start that has passed by then is the approval', async () => {
  const { 'programme-manager': manager, administrator } = staff
  const startsAt = inMinutes(1)
  const seen = await submit({ ...preset, welcomePoints: 70 }, startsAt)
  await decide(administrator, 'take-back', {})
  expect(await readDraft()).toMatchObject({ state: 'draft', submitted: null })
  await decide(administrator, 'submit', { ...seen, note: 'again' })
  server.clock.pass({ minutes: 10 })
  const { body } = await decide<Approved>(manager, 'approve', seen)
  expect(body.startsAt).toBe(server.clock.now().toISOString())
  const before = new Date(server.clock.now().getTime() - 1)
  expect((await versionAt(server.db, programme.id, before))?.version).toBe(1)
  const dropped = (await save(administrator, {})).body
  await decide(administrator, 'drop', {})
  expect(await readDraft()).toMatchObject({ number: dropped.number, state: 'dropped' })
})

test('two versions do not begin at one moment', async () => {
  const startsAt = inMinutes(600)
  await decide(staff['programme-manager'], 'approve', await submit(preset, startsAt))
  const again = await decide(staff['programme-manager'], 'approve', await submit(preset, startsAt))
  expect(again).toMatchObject({ status: 409, body: { code: 'start-taken' } })
  await decide(staff['programme-manager'], 'refuse', { reason: 'twice' })
})

test('rules that do not add up are told in the draft and not submitted', async () => {
  const [gold, diamond] = preset.levels
  if (!gold || !diamond) throw new Error('the preset has two levels')
  const rules = { ...preset, levels: [gold, { ...diamond, ratePerMille: 900 }] }
  const { body } = await save(staff.administrator, { rules })
  expect((await readDraft())?.faults.map(({ en }) => en)).toEqual([
    'VIP Diamond pays more than VIP Gold below it.',
  ])
  const refused = await decide(staff.administrator, 'submit', { ...body, note: 'oops' })
  expect(refused).toMatchObject({ status: 422, body: { code: 'rules-unsound' } })
})

test('a level that members have cannot be left out', async () => {
  const member = {
    id: '0190d6c0-0000-7000-8000-00000000000d',
    programme_id: programme.id,
    level: 'diamond',
    joined_at: server.clock.now(),
  }
  await server.db.insertInto('members').values(member).execute()
  const base = (await readDraft()) ?? null
  const rules = { ...preset, levels: preset.levels.slice(0, 1) }
  const { body } = await save(staff.administrator, {
    base: base && { number: base.number, revision: base.revision },
    rules,
  })
  const refused = await decide(staff.administrator, 'submit', { ...body, note: 'one level' })
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'level-in-use', details: { level: 'diamond' } },
  })
})

test('the database itself keeps what was submitted or decided, and wants two people', async () => {
  const edit = server.db
    .updateTable('programme_drafts')
    .set({ note: 'edited' })
    .where('state', '=', 'approved')
    .execute()
  await expect(edit).rejects.toThrow('kept as they are')
  const { db } = server
  const person = await db.selectFrom('staff').select('id').limit(1).executeTakeFirstOrThrow()
  const alone = {
    programme_id: programme.id,
    number: 900,
    rules: preset,
    starts_at: null,
    note: '',
    state: 'approved' as const,
    previous_state: 'submitted' as const,
    authors: [person.id],
    made_at: server.clock.now(),
    saved_by: person.id,
    saved_at: server.clock.now(),
    submitted_by: person.id,
    submitted_at: server.clock.now(),
    decided_by: person.id,
    decided_at: server.clock.now(),
  }
  await expect(db.insertInto('programme_drafts').values(alone).execute()).rejects.toThrow('two_people')
})

test('promoters neither write rules nor approve them, and do not read drafts', async () => {
  expect((await save(staff.promoter, {})).status).toBe(403)
  expect((await decide(staff.promoter, 'approve', { number: 1, revision: 1 })).status).toBe(403)
  expect((await staff.promoter.get(path('/draft'))).status).toBe(403)
})

test('what was stored in the first format is read as what it meant', () => {
  const { levels, earn, welcomePoints, expiry, prices } = readRules({
    preset: 'mall-two-level',
    levels: [
      { code: 'gold', nameZh: '金', nameEn: 'Gold', ratePerMille: 880, byInvitation: false },
      { code: 'diamond', nameZh: '钻', nameEn: 'Diamond', ratePerMille: 850, byInvitation: true },
    ],
    earn: { unitFen: 2000, rounding: 'down' },
    welcomePoints: 20,
    holdMinutes: 15,
  })
  expect(levels.map(({ ways }) => ways)).toEqual([[{ kind: 'joining' }], [{ kind: 'invitation' }]])
  expect(earn).toMatchObject({ unitFen: 2000, caps: { perDay: null, perMonth: null } })
  expect({ welcomePoints, expiry, floor: prices.floorPerMille }).toEqual({
    welcomePoints: 20,
    expiry: { kind: 'never' },
    floor: 0,
  })
})

test('managers read what each preset begins with', async () => {
  const { body } = await staff['programme-manager'].get<{ presets: Rules[] }>('/programme-presets')
  expect(body.presets).toEqual(Object.values(presets))
  expect((await staff.promoter.get('/programme-presets')).status).toBe(403)
})

test('every preset is sound as a draft and says what product and customer say', async () => {
  const spend = presets['spend-levels'].levels.map(({ nameEn, ratePerMille, ways }) => [
    nameEn,
    ratePerMille,
    ways[0],
  ])
  expect(spend.slice(1)).toEqual([
    ['Silver', 950, { kind: 'spend', fen: 10_000, months: null }],
    ['Gold', 900, { kind: 'spend', fen: 20_000, months: null }],
    ['Platinum', 800, { kind: 'spend', fen: 30_000, months: null }],
    ['Diamond', 700, { kind: 'spend', fen: 50_000, months: null }],
  ])
  const { number, revision } = (await readDraft()) ?? { number: 0, revision: 0 }
  let base = { number, revision }
  for (const rules of Object.values(presets)) {
    base = (await save(staff.administrator, { base, rules })).body
    expect((await readDraft())?.faults).toEqual([])
  }
})

test('what a counter agrees to holds from a moment on, and stays as it was before', async () => {
  const { administrator, promoter } = staff
  const { body: shoes } = await administrator.post<Counter>('/counters', {
    name: 'Shoes',
    joins: true,
    ratePerMille: 800,
  })
  const offer = { kind: 'amount', everyFen: 30_000, offFen: 5_000, repeats: true }
  const promotion = { nameZh: '店庆', nameEn: 'Feast', categories: [], from: null, until: null, offer }
  const next = {
    joins: false,
    ratePerMille: 1000,
    promotions: [promotion],
    advertising: 'A page in the paper',
  }
  const startsAt = inMinutes(30).toISOString()
  const agree = (body: object) => administrator.post<Counter>(`/counters/${shoes.id}/agreements`, body)
  expect((await agree({ ...next, startsAt })).body).toMatchObject({
    ...next,
    startsAt,
    words: [{ en: '“Feast”: ¥50 off each full ¥300.' }],
  })
  expect((await agree({ ...next, startsAt })).body).toMatchObject({ code: 'start-taken' })
  expect((await agree({ ...next, startsAt: inMinutes(-1).toISOString() })).body).toMatchObject({
    code: 'start-in-past',
  })
  const unsound = { ...promotion, offer: { ...offer, offFen: 30_000 } }
  expect((await agree({ ...next, promotions: [unsound], startsAt: null })).body).toMatchObject({
    code: 'promotion-unsound',
  })
  const now = async () =>
    (await promoter.get<{ counters: Counter[] }>('/counters')).body.counters.find(({ id }) => id === shoes.id)
  expect(await now()).toEqual(shoes)
  server.clock.pass({ minutes: 31 })
  expect(await now()).toMatchObject(next)
  const history = await promoter.get<{ agreements: Counter[] }>(`/counters/${shoes.id}/agreements`)
  expect(history.body.agreements.map(({ joins }) => joins)).toEqual([false, true])
})
