import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { renderCards } from '../../server/batches/index.ts'
import { findBatch } from '../../server/batches/queries.ts'
import { findOrAddMember } from '../../server/members/index.ts'
import { designOf } from '../../server/designs/index.ts'
import type { Static } from 'typebox'
import type { MemberDetails as Details } from '../../server/members/schema.ts'
import type { BatchDetails } from '../../server/batches/schema.ts'
import type { Saved, Version } from '../../server/designs/schema.ts'
import { accept } from '../../server/platform/refusal.ts'
import {
  addProgramme,
  approve,
  asStaff,
  finishCard,
  numbersOf,
  signIn,
  type Person,
} from '../support/cards.ts'
import { handOverCard, holderOf } from '../../server/cards/index.ts'
import { drawFiles, orderFile } from '../support/card-file.ts'
import { refusal } from '../support/desk.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { exif, jpeg, png } from './pictures.ts'

type MemberDetails = Static<typeof Details>

let server: TestServer
let artist: Person
let second: Person
let operator: Person
let programmeId: string

beforeAll(async () => {
  server = await startTestServer()
  artist = await signIn(server, ['programme-manager'])
  second = await signIn(server, ['programme-manager'])
  operator = await signIn(server, ['card-operator'])
  programmeId = await addProgramme(artist)
})
afterAll(() => server.stop())

const order = () =>
  operator.client.post<BatchDetails>('/batches', {
    programmeId,
    design: 'gold',
    level: 'gold',
    quantity: 1,
    blanksReceived: 2,
  })

test('a batch keeps the version that it was ordered with, and the next gets the next', async () => {
  const { body: early } = await order()
  const { document } = (await artist.client.get<Version>('/designs/gold/versions/1')).body
  const base = { number: 1, revision: 1 }
  const next = { ...document, name: { 'zh-CN': '新金卡', en: 'New Gold' } }
  const saved = await artist.client.post<Saved>('/designs/gold/draft', { base, document: next })
  expect(saved.body).toMatchObject({ number: 2, revision: 1 })
  expect((await order()).body.designVersion).toBe(1)
  const submitted = await artist.client.post('/designs/gold/submit', {
    number: 2,
    revision: 1,
    note: 'new name',
  })
  expect(submitted.body).toMatchObject({ number: 2 })
  const approved = await second.client.post('/designs/gold/approve', { number: 2, revision: 1 })
  expect(approved.body).toMatchObject({ number: 2 })
  const { body: late } = await order()
  expect([early.designVersion, late.designVersion]).toEqual([1, 2])
  const again = await operator.client.get<BatchDetails>(`/batches/${early.id}`)
  expect(again.body.designVersion).toBe(1)
  const names = [early, late].map(({ design: code, designVersion: version }) =>
    designOf(server.db, { code, version }),
  )
  expect((await Promise.all(names)).map(({ name }) => name.en)).toEqual(['VIP Gold', 'New Gold'])
})

test('nothing is ordered with an archived design', async () => {
  await artist.client.post('/designs/gold/archive', { reason: 'for a test' })
  expect(refusal(await order())).toEqual([404, 'design-unknown'])
  await artist.client.post('/designs/gold/restore')
  expect((await order()).status).toBe(200)
})

async function addMember(phone: string): Promise<string> {
  const person = { programmeId, level: 'gold', name: '欧阳小明', phone }
  const added = await asStaff(server, artist.staffId, async (work) =>
    accept(await findOrAddMember(work, server.keys, person)),
  )
  if (!added.ok) throw new Error('a new phone is a new member')
  return added.value.memberId
}

test('a member’s photo is kept sealed, without what the camera noted, and opened for managers alone', async () => {
  const memberId = await addMember('13800000002')
  const path = `/members/${memberId}/pictures/photo`
  const keep = (bytes: Buffer) => artist.client.post(path, { base64: bytes.toString('base64') })
  expect(refusal(await artist.client.get(path))).toEqual([404, 'member-picture-unknown'])
  expect((await keep(png({ width: 3, height: 4 }))).status).toBe(200)
  expect((await keep(jpeg({ more: [exif(1)] }))).status).toBe(200)
  const opened = await artist.client.get<Buffer>(path)
  expect(Buffer.from(opened.body)).toEqual(jpeg())
  expect(opened.headers).toMatchObject({ 'content-type': 'image/jpeg', 'cache-control': 'no-store' })
  const rows = await server.db.selectFrom('member_pictures').select(['kind', 'sealed']).execute()
  expect(rows).toHaveLength(1)
  expect(Buffer.from(rows[0]?.sealed ?? []).includes(jpeg().subarray(0, 20))).toBe(false)
  expect((await operator.client.get(path)).status).toBe(403)
  const looks = await server.db
    .selectFrom('audit_entries')
    .select('actor')
    .where('action', '=', 'member.picture-looked-at')
    .where('subject', '=', `member:${memberId}`)
    .execute()
  expect(looks).toEqual([{ actor: `staff:${artist.staffId}` }])
  expect(refusal(await keep(Buffer.from('no picture')))).toEqual([422, 'asset-unreadable'])
  const { pictures } = (await artist.client.get<MemberDetails>(`/members/${memberId}`)).body
  expect(pictures.map(({ kind }) => kind)).toEqual(['photo'])
  expect((await artist.client.post(`${path}/forget`)).status).toBe(200)
  expect(refusal(await artist.client.post(`${path}/forget`))).toEqual([404, 'member-picture-unknown'])
  expect(await server.db.selectFrom('member_pictures').select('kind').execute()).toEqual([])
  expect(refusal(await artist.client.get(`/members/${memberId}/pictures/signature`))).toEqual([
    404,
    'member-picture-unknown',
  ])
})

const textOf = (pdf: Buffer) => execFileSync('pdftotext', ['-', '-'], { input: pdf, encoding: 'utf8' })

/** A design that shows its holder, approved. */
async function addPersonalDesign(): Promise<string> {
  const from = { kind: 'template', template: 'gold' }
  await artist.client.post('/designs', { code: 'personal', nameZh: '照片卡', nameEn: 'Photo card', from })
  const { document } = (await artist.client.get<Version>('/designs/personal/versions/1')).body
  const ofHolder = cardTemplates.staff.front.elements.filter(
    (element) => element.type === 'photo' || (element.type === 'text' && element.text === '{{memberName}}'),
  )
  expect(ofHolder).toHaveLength(2)
  const elements = [...document.front.elements.filter(({ type }) => type !== 'text'), ...ofHolder]
  const body = {
    base: { number: 1, revision: 1 },
    document: { ...document, front: { ...document.front, elements } },
  }
  expect((await artist.client.post('/designs/personal/draft', body)).status).toBe(200)
  const seen = { number: 1, revision: 2 }
  expect(
    (await artist.client.post('/designs/personal/submit', { ...seen, note: 'faces' })).body,
  ).toMatchObject(seen)
  expect((await second.client.post('/designs/personal/approve', seen)).status).toBe(200)
  return 'personal'
}

const name = (cardNumber: string, memberId: string) =>
  artist.client.post(`/members/${memberId}/cards-to-print`, { cardNumber })

test('a card that is named for a member is printed with their name and photo, and given to nobody else', async () => {
  const design = await addPersonalDesign()
  const body = { programmeId, design, level: 'gold', quantity: 2, blanksReceived: 2 }
  const { id } = (await operator.client.post<BatchDetails>('/batches', body)).body
  const ordered = await approve(server, id)
  const [named = '', bare = ''] = await numbersOf(operator, ordered.id)
  const memberId = await addMember('13800000003')
  expect((await name(named, memberId)).body).toEqual({ cardNumber: named })
  await artist.client.post(`/members/${memberId}/pictures/photo`, { base64: jpeg().toString('base64') })
  expect((await artist.client.get<MemberDetails>(`/members/${memberId}`)).body.namedCards).toEqual([named])

  const batch = await findBatch(server.db, ordered.id)
  if (!batch) throw new Error('it was ordered')
  const print = async (cardNumber: string) => {
    const parts: Uint8Array[] = []
    const cards = { cardNumbers: [cardNumber] }
    for await (const part of await renderCards(server, batch, cards)) parts.push(part)
    return Buffer.concat(parts)
  }
  expect(textOf(await print(named))).toContain('欧阳小明')
  expect(textOf(await print(bare))).not.toContain('欧阳小明')

  await finishCard(server, { batch: ordered, cardNumber: named, staffId: operator.staffId })
  const give = (to: string) =>
    asStaff(server, operator.staffId, (work) =>
      handOverCard(work, { cardNumber: named, placeId: null, memberId: to, sharesBalance: true }),
    )
  expect(await give(await addMember('13800000004'))).toMatchObject({ ok: false, reason: 'card-of-another' })
  expect(refusal(await name(named, memberId))).toEqual([409, 'card-not-ready'])
})

test('a number whose card is drawn for one member is named for no other, and a reprint is for the same', async () => {
  const body = { programmeId, design: 'gold', level: 'gold', quantity: 2, blanksReceived: 4 }
  const { id: batchId } = await approve(
    server,
    (await operator.client.post<BatchDetails>('/batches', body)).body.id,
  )
  const [first = '', second = ''] = await numbersOf(operator, batchId)
  const memberId = await addMember('13800000005')
  const other = await addMember('13800000006')
  expect((await name(first, memberId)).status).toBe(200)
  const { id: jobId } = (await orderFile(operator.client, { batchId, from: 1, to: 1 })).body
  expect(refusal(await name(first, other))).toEqual([409, 'card-printed'])
  await drawFiles(server)
  expect(refusal(await name(first, other))).toEqual([409, 'card-printed'])
  await operator.client.post(`/print-jobs/${jobId}/discard`)
  expect((await name(first, other)).status).toBe(200)

  const [named, ordered] = await Promise.all([
    name(second, memberId),
    orderFile(operator.client, { batchId, from: 2, to: 2 }),
  ])
  expect(ordered.status).toBe(200)
  const holder = await holderOf(server.db, second)
  expect(holder).toBe(named.status === 200 ? memberId : undefined)

  const reprint = { kind: 'file', cardNumber: first, reason: 'scratched' }
  const again = await operator.client.post<{ replacement: string }>('/print-jobs/reprints', reprint)
  expect(again.status).toBe(200)
  expect(await holderOf(server.db, again.body.replacement)).toBe(other)
})
