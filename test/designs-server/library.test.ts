import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Static } from 'typebox'
import type {
  Designs,
  DesignDetails,
  Diff,
  LibraryEntry,
  Saved,
  Templates,
  Version,
} from '../../server/designs/schema.ts'
import { signIn, type Person } from '../support/cards.ts'
import { refusal } from '../support/desk.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let artist: Person
let second: Person
let auditor: Person

beforeAll(async () => {
  server = await startTestServer()
  artist = await signIn(server, ['programme-manager'])
  second = await signIn(server, ['programme-manager'])
  auditor = await signIn(server, ['auditor'])
})
afterAll(() => server.stop())

let designs = 0
const fromGold = { kind: 'template', template: 'gold' } as const

async function begin(person = artist): Promise<Saved> {
  designs += 1
  const design = { code: `design-${designs}`, nameZh: '新卡', nameEn: 'New card', from: fromGold }
  return (await person.client.post<Saved>('/designs', design)).body
}

const read = async ({ code, number }: Pick<Saved, 'code' | 'number'>): Promise<Version> =>
  (await artist.client.get<Version>(`/designs/${code}/versions/${number}`)).body

async function save(saved: Saved, person = artist, change: object = {}) {
  const { document } = await read(saved)
  const { number, revision } = saved
  const body = { base: { number, revision }, document: { ...document, ...change } }
  return person.client.post<Saved & { details: Record<string, unknown> }>(
    `/designs/${saved.code}/draft`,
    body,
  )
}

const submit = ({ code, number, revision }: Saved, person = artist) =>
  person.client.post(`/designs/${code}/submit`, { number, revision, note: 'ready' })
const approve = ({ code, number, revision }: Saved, person = second, more: object = {}) =>
  person.client.post(`/designs/${code}/approve`, { number, revision, ...more })

async function approved(): Promise<Saved> {
  const saved = await begin()
  expect((await submit(saved)).status).toBe(200)
  expect((await approve(saved)).status).toBe(200)
  return saved
}

describe('a shop', () => {
  test('begins with Gold and Diamond, which everybody may see', async () => {
    const visitor = server.client()
    const { body } = await visitor.get<Static<typeof Designs>>('/designs')
    expect(body.designs.slice(0, 2)).toMatchObject([
      { code: 'gold', version: 1, nameEn: 'VIP Gold', isArchived: false },
      { code: 'diamond', version: 1 },
    ])
    for (const side of ['front', 'back']) {
      const picture = await visitor.get<Buffer>(`/designs/gold/preview.svg?side=${side}`)
      expect(picture.headers['content-type']).toContain('image/svg+xml')
      expect(picture.headers['content-security-policy']).toContain('sandbox')
      expect(String(picture.body)).toMatch(/^<svg/)
    }
    expect(refusal(await visitor.get('/designs/tin/preview.svg'))).toEqual([404, 'design-unknown'])
  })
})

test('each of the six templates shows itself and can be begun with', async () => {
  const { body } = await artist.client.get<Static<typeof Templates>>('/design-templates')
  const codes = body.templates.map(({ code }) => code)
  expect(codes.toSorted()).toEqual(['diamond', 'gift', 'gold', 'platinum', 'silver', 'staff'])
  for (const template of codes) {
    const picture = await artist.client.get<Buffer>(`/design-templates/${template}/picture.svg`)
    expect(String(picture.body)).toMatch(/^<svg/)
    const design = {
      code: `of-${template}`,
      nameZh: '新卡',
      nameEn: 'New',
      from: { kind: 'template', template },
    }
    expect((await artist.client.post<Saved>('/designs', design)).status).toBe(200)
  }
})

describe('a draft', () => {
  test('begins with a template, under its own code and names', async () => {
    const saved = await begin()
    const { document, version } = await read(saved)
    expect(document).toMatchObject({ id: saved.code, name: { 'zh-CN': '新卡', en: 'New card' } })
    expect(version).toMatchObject({ state: 'draft', revision: 1, isOwn: true })
    const again = { code: saved.code, nameZh: '另', nameEn: 'Other', from: fromGold }
    expect(refusal(await artist.client.post('/designs', again))).toEqual([409, 'design-code-taken'])
    const tin = { ...again, code: 'tin', from: { kind: 'template', template: 'tin' } }
    expect(refusal(await artist.client.post('/designs', tin))).toEqual([404, 'template-unknown'])
  })

  test('is saved upon what was seen; who comes second is told who saved and when, and nothing is lost', async () => {
    const saved = await begin()
    const first = await save(saved, artist, { safeUm: 3_000 })
    expect(first.body).toMatchObject({ number: 1, revision: 2 })
    const late = await save(saved, second, { safeUm: 1_000 })
    expect(refusal(late)).toEqual([409, 'design-changed'])
    expect(late.body.details).toMatchObject({ number: 1, revision: 2, at: server.clock.now().toISOString() })
    expect(late.body.details['by']).toMatch(/^p-/)
    expect((await read(saved)).document.safeUm).toBe(3_000)
  })

  test('is saved once for one intent, and by one of ten who save at the same moment', async () => {
    const saved = await begin()
    const { document } = await read(saved)
    const body = { base: { number: 1, revision: 1 }, document }
    const id = randomUUID()
    const path = `/designs/${saved.code}/draft`
    const once = await artist.client.post<Saved>(path, body, { id })
    expect((await artist.client.post<Saved>(path, body, { id })).body).toEqual(once.body)
    const base = { number: 1, revision: 2 }
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => artist.client.post<{ code: string }>(path, { base, document })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body: { code } }) => code === 'design-changed')).toHaveLength(9)
  })

  test('that is none of the engine’s, or names a picture that nobody uploaded, is refused with its place', async () => {
    const saved = await begin()
    const { document } = await read(saved)
    const wrong = await save(saved, artist, { bleedUm: -1 })
    expect(refusal(wrong)).toEqual([422, 'design-invalid'])
    expect(wrong.body.details).toMatchObject({ place: '/bleedUm' })
    const image = {
      type: 'image',
      id: 'photo-of-nobody',
      asset: '0'.repeat(64),
      box: { xUm: 0, yUm: 0, widthUm: 10_000, heightUm: 10_000 },
    }
    const front = { ...document.front, elements: [...document.front.elements, image] }
    expect(refusal(await save(saved, artist, { front }))).toEqual([422, 'picture-unknown'])
    const half = { name: { 'zh-CN': '卡\ud800', en: 'x' } }
    expect(refusal(await save(saved, artist, half))).toEqual([422, 'design-invalid'])
    expect((await read(saved)).version.revision).toBe(1)
  })

  test('that is nested without end is refused, and no fault', async () => {
    const { code } = await begin()
    for (const depth of [101, 3_000, 100_000]) {
      const deep = '['.repeat(depth) + ']'.repeat(depth)
      const body = `{"base":{"number":1,"revision":1},"document":{"front":${deep}}}`
      const headers = { 'content-type': 'application/json' }
      const answer = await artist.client.post(`/designs/${code}/draft`, body, { headers })
      expect(refusal(answer), String(depth)).toEqual([422, 'design-too-heavy'])
    }
  })

  test('that takes long to read holds up nobody else', async () => {
    const drafts = await Promise.all(Array.from({ length: 30 }, () => begin()))
    const { document } = await read({ code: 'gold', number: 1 })
    const d = 'M0 0' + 'C0 0 100 100 5 5'.repeat(10_000)
    const elements = Array.from({ length: 4 }, (_, i) => ({ type: 'shape', id: `s${i}`, d, fill: '#000000' }))
    const heavy = { ...document, front: { ...document.front, elements } }
    const body = { base: { number: 1, revision: 1 }, document: heavy }
    let waiting = drafts.length
    const saves = drafts.map(({ code }) =>
      artist.client.post(`/designs/${code}/draft`, body).finally(() => (waiting -= 1)),
    )
    await pause(200)
    expect((await second.client.get('/programmes')).status).toBe(200)
    // Those that are read one after another hold no connection, of which there are twelve.
    expect(waiting).toBeGreaterThan(15)
    expect(new Set((await Promise.all(saves)).map(({ status }) => status))).toEqual(new Set([200]))
  })

  test('is drawn by managers alone', async () => {
    const saved = await begin()
    expect((await save(saved, auditor)).status).toBe(403)
    expect((await auditor.client.get(`/designs/${saved.code}`)).status).toBe(200)
  })
})

describe('approval', () => {
  test('wants a second person: neither who drew nor who submitted, in the rules and in the database', async () => {
    const saved = await begin()
    await save(saved, second)
    const now = { ...saved, revision: 2 }
    await submit(now)
    expect(refusal(await approve(now, artist))).toEqual([409, 'same-person'])
    expect(refusal(await approve(now, second))).toEqual([409, 'same-person'])
    const forced = sql`
      UPDATE design_versions SET state = 'approved', previous_state = 'submitted', decided_by = ${second.staffId}, decided_at = now()
       WHERE state = 'submitted'`.execute(server.db)
    await expect(forced).rejects.toMatchObject({ constraint: 'design_versions_two_people' })
    const third = await signIn(server, ['administrator'])
    expect((await approve(now, third)).status).toBe(200)
  })

  test('is not walked around by a copy: who drew what was copied does not approve it, until somebody else has', async () => {
    const drawn = await begin()
    const copied = async (copy: string) => {
      const from = { kind: 'copy', code: drawn.code, number: 1 }
      const design = { code: `${drawn.code}-${copy}`, nameZh: '副本', nameEn: 'Copy', from }
      const saved = (await second.client.post<Saved>('/designs', design)).body
      expect((await submit(saved, second)).status).toBe(200)
      return saved
    }
    const early = await copied('early')
    expect(refusal(await approve(early, artist))).toEqual([409, 'same-person'])
    expect((await read(early)).version).toMatchObject({ isOwn: true })
    const third = await signIn(server, ['administrator'])
    expect((await approve(early, third)).status).toBe(200)

    await submit(drawn)
    expect((await approve(drawn)).status).toBe(200)
    expect((await approve(await copied('late'), artist)).status).toBe(200)
  })

  test('is not walked around by a refusal: its authors are those of the next version too', async () => {
    const drawn = await begin()
    await submit(drawn)
    await second.client.post(`/designs/${drawn.code}/refuse`, { reason: 'too dark' })
    const next = (await save(drawn, second)).body
    await submit(next, second)
    expect(refusal(await approve(next, artist))).toEqual([409, 'same-person'])
  })

  test('is of what was looked at: a revision saved meanwhile is not approved', async () => {
    const saved = await begin()
    await submit(saved)
    await artist.client.post(`/designs/${saved.code}/take-back`)
    await save(saved, artist, { safeUm: 2_500 })
    await submit({ ...saved, revision: 2 })
    expect(refusal(await approve(saved))).toEqual([409, 'design-changed'])
  })

  test('is of the version that was looked at, although revisions begin again with the next one', async () => {
    const saved = await begin()
    await submit(saved)
    await second.client.post(`/designs/${saved.code}/refuse`, { reason: 'too dark' })
    const next = (await save(saved)).body
    expect(next).toMatchObject({ number: 2, revision: saved.revision })
    await submit(next)
    expect(refusal(await approve(saved))).toEqual([409, 'design-changed'])
    expect((await approve(next)).status).toBe(200)
  })

  test('closes a version for ever; the next save begins the next one', async () => {
    const saved = await approved()
    expect(refusal(await submit(saved))).toEqual([409, 'design-not-in-state'])
    const next = await save(saved, artist, { safeUm: 2_600, name: { 'zh-CN': '改名', en: 'Renamed' } })
    expect(next.body).toMatchObject({ number: 2, revision: 1 })
    expect((await read(saved)).document.safeUm).not.toBe(2_600)
    const { body } = await artist.client.get<DesignDetails>(`/designs/${saved.code}`)
    expect(body.nameEn).toBe('New card')
    expect(body.versions.map(({ number, state }) => [number, state])).toEqual([
      [2, 'draft'],
      [1, 'approved'],
    ])
    const edited = server.db
      .updateTable('design_versions')
      .set({ note: 'other' })
      .where('state', '=', 'approved')
      .execute()
    await expect(edited).rejects.toMatchObject({ code: '23001' })
    await submit({ ...saved, number: 2 })
    expect(refusal(await save({ ...saved, number: 2 }))).toEqual([409, 'design-submitted'])
    await approve({ ...saved, number: 2 })
    expect((await artist.client.get<DesignDetails>(`/designs/${saved.code}`)).body.nameEn).toBe('Renamed')
  })

  test('is refused with a reason that the author reads, and the drawing goes on as the next version', async () => {
    const saved = await begin()
    await submit(saved)
    const refused = await second.client.post(`/designs/${saved.code}/refuse`, { reason: 'too dark' })
    expect(refused.status).toBe(200)
    const { version } = await read(saved)
    expect(version).toMatchObject({ state: 'refused', decisionReason: 'too dark', note: 'ready' })
    expect((await save(saved)).body).toMatchObject({ number: 2 })
  })

  test('is not asked for what cannot be drawn', async () => {
    const saved = await begin()
    const { document } = await read(saved)
    const text = {
      ...document.front.elements.find(({ type }) => type === 'text'),
      id: 'loud',
      text: '{{cardNumber:loud}}',
    }
    const front = { ...document.front, elements: [...document.front.elements, text] }
    expect((await save(saved, artist, { front })).status).toBe(200)
    expect(refusal(await submit({ ...saved, revision: 2 }))).toEqual([422, 'design-faulty'])
  })
})

test('an archived design is ordered no more and drawn no more, and can be taken out again', async () => {
  const saved = await approved()
  const path = `/designs/${saved.code}`
  expect((await artist.client.post(`${path}/archive`, { reason: 'old' })).status).toBe(200)
  expect(refusal(await save(saved))).toEqual([409, 'design-archived'])
  const { designs: shown } = (await artist.client.get<Static<typeof Designs>>('/designs')).body
  expect(shown.find(({ code }) => code === saved.code)?.isArchived).toBe(true)
  expect((await artist.client.post(`${path}/restore`)).status).toBe(200)
  expect((await save(saved)).status).toBe(200)
})

test('two versions are compared by their elements’ ids, and each difference has its place on the card', async () => {
  const saved = await approved()
  const { document } = await read(saved)
  const [first, ...others] = document.front.elements
  const added = { ...first, id: 'added' }
  const [moved, ...rest] = others
  const dot = {
    type: 'rect',
    id: 'dot',
    box: { xUm: 0, yUm: 0, widthUm: 500, heightUm: 400 },
    fill: '#202020',
  }
  const transform = { xUm: 1_000, yUm: 2_000, rotationDeg: 0, scale: 2 }
  const group = { type: 'group', id: 'group', transform, elements: [dot] }
  const front = { ...document.front, elements: [added, { ...moved, opacity: 0.5 }, ...rest, group] }
  await save(saved, artist, { front, safeUm: 2_345 })
  const { body } = await artist.client.get<Diff>(`/designs/${saved.code}/versions/1/diff/2`)
  expect(body.properties).toEqual(['safeUm'])
  expect(body.elements).toMatchObject([
    { side: 'front', id: 'added', change: 'added' },
    { side: 'front', id: moved?.id, change: 'changed', properties: ['opacity'] },
    { side: 'front', id: 'group', change: 'added' },
    { id: 'dot', change: 'added', box: { xUm: 1_000, yUm: 2_000, widthUm: 1_000, heightUm: 800 } },
    { side: 'front', id: first?.id, change: 'removed' },
  ])
})

test('the library shows who touched what last, first', async () => {
  const saved = await begin()
  server.clock.pass({ minutes: 5 })
  await save(saved)
  const { body } = await auditor.client.get<{ designs: LibraryEntry[] }>('/design-library')
  expect(body.designs[0]).toMatchObject({ code: saved.code, approvedNumber: null, newest: { revision: 2 } })
  expect(body.designs.find(({ code }) => code === 'gold')).toMatchObject({
    approvedNumber: 1,
    newest: { made: { by: null } },
  })
})
