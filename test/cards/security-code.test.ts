import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CODE_LIMITS, securityCode } from '../../server/cards/security-code.ts'
import type { BatchDetails } from '../../server/batches/schema.ts'
import { addProgramme, numbersOf, orderBatch, signIn, type Person } from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let office: Person
let numbers: string[]

beforeAll(async () => {
  server = await startTestServer()
  office = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  const batch: BatchDetails = await orderBatch(office, {
    programmeId: await addProgramme(office),
    quantity: 30,
  })
  numbers = await numbersOf(office, batch.id)
})
afterAll(() => server.stop())
beforeEach(() =>
  server.db
    .deleteFrom('security_code_tries')
    .execute()
    .then(() => undefined),
)

const codeOf = (cardNumber: string) => securityCode(server.keys, { cardNumber, keyGeneration: 1 })
const wrong = (cardNumber: string) => codeOf(cardNumber).replace(/^./, (first) => (first === '0' ? '1' : '0'))
const check = async (cardNumber: string, code: string) => {
  const { status, body } = await office.client.post<{ code?: string }>('/cards/security-checks', {
    cardNumber,
    code,
  })
  return [status, body.code ?? 'genuine']
}
const UNKNOWN = '9156990000000000'

describe('a printed security code', () => {
  test('is six characters of its own card, whatever way it is typed', async () => {
    const [number = '', other = ''] = numbers
    const code = codeOf(number)
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/)
    expect(codeOf(other)).not.toBe(code)
    for (const typed of [code, code.toLowerCase(), `${code.slice(0, 3)} ${code.slice(3)}`])
      expect(await check(number, typed)).toEqual([200, 'genuine'])
    expect(await check(other, code)).toEqual([422, 'security-code-wrong'])
  })

  test('has another key than everything else, and another one in each generation', () => {
    const [cardNumber = ''] = numbers
    const mac = Buffer.from(server.keys.securityCodeMac(1, cardNumber))
    expect(mac.equals(server.keys.blindIndex('security-code', cardNumber))).toBe(false)
    expect(server.keys.securityCodeMac(1, cardNumber)).not.toEqual(server.keys.securityCodeMac(1, UNKNOWN))
  })

  test('answers an unknown card as it answers a wrong code, and counts both', async () => {
    const [, , number = ''] = numbers
    for (const [cardNumber, code] of [
      [UNKNOWN, codeOf(UNKNOWN)],
      [number, wrong(number)],
    ] as const) {
      const answers = []
      for (let times = 0; times <= CODE_LIMITS.card.tries; times += 1)
        answers.push(await check(cardNumber, code))
      expect(answers.slice(0, -1)).toEqual(answers.slice(0, -1).map(() => [422, 'security-code-wrong']))
      expect(answers.at(-1)).toEqual([429, 'code-tries-card'])
    }
  })

  test('twenty guesses at once are five guesses; the right one then waits like any', async () => {
    const [, , , number = ''] = numbers
    const guesses = await Promise.all(Array.from({ length: 15 }, () => check(number, wrong(number))))
    expect(guesses.filter(([, code]) => code === 'security-code-wrong')).toHaveLength(CODE_LIMITS.card.tries)
    expect(await check(number, codeOf(number))).toEqual([429, 'code-tries-card'])
    server.clock.pass({ minutes: CODE_LIMITS.card.windowMs / 60_000 })
    office = await signIn(server, ['card-operator'])
    expect(await check(number, codeOf(number))).toEqual([200, 'genuine'])
  })

  test('one address gets no further by trying another card each time', async () => {
    const answers = []
    for (const number of numbers.slice(4, 4 + CODE_LIMITS.client.tries + 1))
      answers.push(await check(number, wrong(number)))
    expect(answers.at(-2)).toEqual([422, 'security-code-wrong'])
    expect(answers.at(-1)).toEqual([429, 'code-tries-client'])
  })

  test('is asked by nobody from outside', async () => {
    const stranger = await server
      .client()
      .post('/cards/security-checks', { cardNumber: UNKNOWN, code: '000000' })
    expect(stranger.status).toBe(401)
  })
})
