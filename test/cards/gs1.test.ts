import { afterAll, beforeAll, expect, test } from 'vitest'
import { digitalLink, gs1CheckDigit, gsrnOf, isGsrn } from '../../server/cards/gs1.ts'
import { addProgramme, numbersOf, orderBatch, signIn, type Person } from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let office: Person
let numbers: string[]

beforeAll(async () => {
  server = await startTestServer()
  office = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  const batch = await orderBatch(office, { programmeId: await addProgramme(office), quantity: 5 })
  numbers = await numbersOf(office, batch.id)
})
afterAll(() => server.stop())

const name = (cardNumber: string) =>
  office.client.post<{ gsrn: string; uri: string; code: string }>(`/cards/${cardNumber}/digital-link`)

test('the check digit is GS1’s own', () => {
  // GS1 General Specifications §7.9.1: GTIN-13 629104150021 has 3; GSRN-18 of the Digital Link standard's example
  expect(gs1CheckDigit('629104150021')).toBe('3')
  expect(isGsrn('952600000000000006')).toBe(gs1CheckDigit('95260000000000000') === '6')
  for (let digit = 0; digit < 10; digit += 1) {
    const body = '69412345678901234'
    expect(isGsrn(body + digit)).toBe(String(digit) === gs1CheckDigit(body))
  }
})

test('service references never come twice, and tell nothing of their order', () => {
  const key = Buffer.alloc(16, 5)
  const names = Array.from({ length: 2_000 }, (_, reference) => gsrnOf('69412345678', reference, key))
  expect(new Set(names).size).toBe(2_000)
  expect(names.every(isGsrn)).toBe(true)
  expect(names).not.toEqual(names.toSorted())
})

test('a Digital Link names the card, and its re-issue where there is one', () => {
  expect(digitalLink('https://vip.example', '952600000000000006')).toBe(
    'https://vip.example/8018/952600000000000006',
  )
  expect(digitalLink('https://vip.example', '952600000000000006', 2)).toBe(
    'https://vip.example/8018/952600000000000006/8019/2',
  )
})

test('without a licensed prefix there is no GSRN; with one, a card has one for ever', async () => {
  const [first = '', second = ''] = numbers
  expect(await name(first)).toMatchObject({ status: 409, body: { code: 'gs1-prefix-missing' } })
  expect((await office.client.get('/gs1')).body).toEqual({ prefix: null })
  expect((await office.client.post('/gs1', { prefix: '6941234' })).status).toBe(200)
  expect(await office.client.post('/gs1', { prefix: '6941235' })).toMatchObject({
    status: 409,
    body: { code: 'gs1-prefix-set' },
  })
  const answers = await Promise.all(Array.from({ length: 10 }, () => name(first)))
  const gsrns = new Set(answers.map(({ body }) => body.gsrn))
  expect(gsrns.size).toBe(1)
  const [gsrn = ''] = gsrns
  expect(gsrn).toMatch(/^6941234/)
  expect(isGsrn(gsrn)).toBe(true)
  expect(answers[0]?.body.uri).toMatch(new RegExp(`/8018/${gsrn}$`))
  expect((await name(second)).body.gsrn).not.toBe(gsrn)
  expect((await name('9156000000000000')).status).toBe(404)
})
