import { afterAll, beforeAll, expect, test } from 'vitest'
import { srgbProfile } from '../../card-designs/engine/srgb-profile.ts'
import { readPressProfile } from '../../server/printing/icc-profile.ts'
import type { ColourProfile } from '../../server/printing/schema.ts'
import { pressProfile } from '../designs/support/press-profile.ts'
import { cardFile } from '../support/card-file.ts'
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
  person.client.post<ColourProfile>('/colour-profiles', { base64: Buffer.from(bytes).toString('base64') })

const post = (path: string, body: object) => administrator.client.post<{ id: string }>(path, body)

test('the profile of a press is kept once, under its own name; what is none is refused', async () => {
  const added = await add(pressProfile())
  expect(added).toMatchObject({ status: 200, body: { name: 'Mall press, coated' } })
  expect((await add(pressProfile())).body).toEqual(added.body)
  const { body } = await operator.client.get('/colour-profiles')
  expect(body).toEqual({ profiles: [added.body] })

  expect(refusal(await add(srgbProfile()))).toEqual([422, 'colour-profile-not-press'])
  expect(refusal(await add(pressProfile({ space: 'RGB ' })))).toEqual([422, 'colour-profile-not-press'])
  expect(refusal(await add(Buffer.from('%PDF-1.7')))).toEqual([422, 'colour-profile-unreadable'])
  expect(refusal(await add(pressProfile(), operator))).toEqual([403, 'not-allowed'])
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
