import { afterAll, beforeAll, expect, test } from 'vitest'
import { srgbProfile } from '../../card-designs/engine/srgb-profile.ts'
import { readPressProfile } from '../../server/printing/icc-profile.ts'
import type { AddedColourProfile, ColourProfile } from '../../server/printing/schema.ts'
import { pressProfile } from '../designs/support/press-profile.ts'
import { run, withFile } from '../designs/support/raster.ts'
import { cardFile, drawFiles, orderFile } from '../support/card-file.ts'
import { addProgramme, orderBatch, signIn, type Person } from '../support/cards.ts'
import { refusal } from '../support/desk.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let administrator: Person
let operator: Person

beforeAll(async () => {
  server = await startTestServer()
  administrator = await signIn(server, ['administrator', 'programme-manager'])
  operator = await signIn(server, ['card-operator', 'programme-manager'])
})
afterAll(() => server.stop())

const add = (bytes: Uint8Array, person = administrator) =>
  person.client.post<AddedColourProfile>('/colour-profiles', {
    base64: Buffer.from(bytes).toString('base64'),
  })

const post = (path: string, body: object) => administrator.client.post<{ id: string }>(path, body)

test('the profile of a press is kept once, under its own name; what is none is refused', async () => {
  const added = await add(pressProfile())
  expect(added).toMatchObject({ status: 200, body: { name: 'Mall press, coated' } })
  expect((await add(pressProfile())).body).toEqual(added.body)
  expect(await listed()).toMatchObject([
    { ...added.body, bytes: pressProfile().length, printers: [], waitingFiles: 0 },
  ])

  expect(refusal(await add(srgbProfile()))).toEqual([422, 'colour-profile-not-press'])
  expect(refusal(await add(pressProfile({ space: 'RGB ' })))).toEqual([422, 'colour-profile-not-press'])
  expect(refusal(await add(Buffer.from('%PDF-1.7')))).toEqual([422, 'colour-profile-unreadable'])
  expect(refusal(await add(pressProfile(), operator))).toEqual([403, 'not-allowed'])
})

const remove = (profileId: string, person = administrator) =>
  person.client.post(`/colour-profiles/${profileId}/remove`)

const listed = async () =>
  (await operator.client.get<{ profiles: ColourProfile[] }>('/colour-profiles')).body.profiles

test('a press whose tables are none is unreadable, and a name of any signs is kept whole or cut between them', async () => {
  const whole = pressProfile()
  for (const table of [whole.indexOf('mft1'), whole.lastIndexOf('mft1')])
    for (const at of [0, 8, 9]) {
      const broken = Buffer.from(whole)
      broken.writeUInt8(7, table + at)
      expect(readPressProfile(broken)).toEqual({ fault: 'colour-profile-unreadable' })
    }
  const signs = `(\\) >> <b>'"&;--${'🎴'.repeat(100)}`
  const { status, body } = await add(pressProfile({ name: signs, version: 4 }))
  expect(status).toBe(200)
  expect(Array.from(body.name)).toEqual(Array.from(signs).slice(0, 100))
  expect((await listed()).map(({ name }) => name)).toContain(body.name)
  const { id: batchId } = await orderBatch(operator, {
    programmeId: await addProgramme(operator, 9),
    quantity: 1,
  })
  const made = await cardFile(server, operator.client, { batchId, colourProfileId: body.id })
  withFile(made.body, 'press.pdf', (path) => run('qpdf', '--check', path))
  expect((await remove(body.id)).status).toBe(200)
})

test('a file is made for the press that was chosen; printers name theirs in their settings', async () => {
  const { id: colourProfileId } = (await add(pressProfile())).body
  const batch = await orderBatch(operator, { programmeId: await addProgramme(operator), quantity: 2 })
  const order = { kind: 'file', batchId: batch.id, colourProfileId }
  expect(refusal(await operator.client.post('/print-jobs', { ...order, colourProfileId: batch.id }))).toEqual(
    [404, 'colour-profile-unknown'],
  )
  const made = await cardFile(server, operator.client, { batchId: batch.id, colourProfileId })
  expect(made.status).toBe(200)
  expect(made.body.toString('latin1')).toContain('(Mall press, coated)')

  const printer = { name: 'Press', address: 'ipp://press.mall.example/', kind: 'card' }
  expect((await post('/printers', { ...printer, colourProfileId })).status).toBe(200)
  const { body } = await operator.client.get('/printers')
  expect(body).toMatchObject({ printers: [{ name: 'Press', colourProfileId }] })
  expect(refusal(await operator.client.post('/print-jobs', { ...order, kind: 'card' }))).toEqual([
    409,
    'colour-profile-of-printer',
  ])
  const other = { ...printer, name: 'Other', address: 'ipp://other.mall.example/' }
  expect(refusal(await post('/printers', { ...other, colourProfileId: batch.id }))).toEqual([
    404,
    'colour-profile-unknown',
  ])
})

test('a profile is removed when no printer and no waiting file uses it, and can be added anew', async () => {
  const { body: profile } = await add(pressProfile({ name: 'Done with' }))
  const settings = { name: 'Busy', address: 'ipp://busy.mall.example/' }
  const { body: printer } = await post('/printers', {
    ...settings,
    kind: 'sheet',
    colourProfileId: profile.id,
  })
  expect(await listed()).toContainEqual(expect.objectContaining({ id: profile.id, printers: ['Busy'] }))
  expect(refusal(await remove(profile.id))).toEqual([409, 'colour-profile-in-use'])
  await post(`/printers/${printer.id}`, settings)

  const { id: batchId } = await orderBatch(operator, {
    programmeId: await addProgramme(operator, 8),
    quantity: 1,
  })
  const { body: job } = await orderFile(operator.client, { batchId, colourProfileId: profile.id })
  const waiting = { id: profile.id, printers: [], waitingFiles: 1 }
  expect(await listed()).toContainEqual(expect.objectContaining(waiting))
  expect(refusal(await remove(profile.id))).toEqual([409, 'colour-profile-in-use'])
  await drawFiles(server)
  expect(refusal(await remove(profile.id, operator))).toEqual([403, 'not-allowed'])
  expect((await remove(profile.id)).status).toBe(200)
  const made = await operator.client.get<Buffer>(`/print-jobs/${job.id}/cards.pdf`)
  expect(made.body.toString('latin1')).toContain('(Done with)')

  expect((await listed()).map(({ id }) => id)).not.toContain(profile.id)
  expect(refusal(await remove(profile.id))).toEqual([404, 'colour-profile-unknown'])
  const again = { ...settings, colourProfileId: profile.id }
  expect(refusal(await post(`/printers/${printer.id}`, again))).toEqual([404, 'colour-profile-unknown'])
  expect(refusal(await orderFile(operator.client, { batchId, colourProfileId: profile.id }))).toEqual([
    404,
    'colour-profile-unknown',
  ])
  const actions = await server.db
    .selectFrom('audit_entries')
    .select('action')
    .where('subject', '=', `colour-profile:${profile.id}`)
    .execute()
  expect(actions.map(({ action }) => action).toSorted()).toEqual([
    'colour-profile.added',
    'colour-profile.removed',
  ])
  const anew = await add(pressProfile({ name: 'Done with' }))
  expect(anew.body.name).toBe('Done with')
  expect(anew.body.id).not.toBe(profile.id)
  await expect(
    server.db.updateTable('colour_profiles').set({ name: 'Other' }).where('id', '=', anew.body.id).execute(),
  ).rejects.toThrow('append-only')
})

test('whoever sets a printer to a profile while it is removed is told that it is gone, or the removal is refused', async () => {
  for (let round = 0; round < 6; round++) {
    const { id } = (await add(pressProfile({ name: `Race ${round}` }))).body
    const printer = { name: `Race ${round}`, address: `ipp://race-${round}.mall.example/`, kind: 'card' }
    const [set, removed] = await Promise.all([
      post('/printers', { ...printer, colourProfileId: id }),
      remove(id),
    ])
    expect([
      [200, 409],
      [404, 200],
    ]).toContainEqual([set.status, removed.status])
  }
})

test('fifty profiles are kept, and not one more by those who race', async () => {
  const kept = (await listed()).length
  const answers = await Promise.all(
    Array.from({ length: 52 - kept }, (_, i) => add(pressProfile({ name: `Many ${i}` }))),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(50 - kept)
  expect(answers.filter(({ status }) => status !== 200).map(refusal)).toEqual([
    [409, 'colour-profiles-full'],
    [409, 'colour-profiles-full'],
  ])
  expect(await listed()).toHaveLength(50)
})

test('a profile that is cut off, or whose tags lie outside it, is unreadable, and nothing throws', () => {
  const whole = pressProfile()
  for (let length = 0; length < whole.length; length += 97)
    expect(readPressProfile(whole.subarray(0, length))).toEqual({ fault: 'colour-profile-unreadable' })
  for (let at = 0; at < 200; at++) {
    const damaged = Buffer.from(whole)
    damaged[at] = 0xff
    expect(Object.keys(readPressProfile(damaged))).toHaveLength(1)
  }
})
