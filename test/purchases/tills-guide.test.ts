import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import * as formats from 'ajv-formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventTypes } from '../../server/webhooks/event-schema.ts'
import { openMall, type Mall } from './mall.ts'

let mall: Mall
beforeAll(async () => {
  mall = await openMall()
})
afterAll(() => mall[Symbol.asyncDispose]())

const guide = readFileSync('docs/tills.md', 'utf8')
const STEP =
  /```http\n(GET|POST) (\S+)\n((?:[\w-]+: .*\n)*)(?:\n([\s\S]*?))?```\s+(?:[^`]*\s)?```json (\d+)\n([\s\S]*?)```/g

/** Puts what is known in place of `{{name}}`. */
const filled = (text: string, known: Record<string, string>): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => known[name] ?? whole)

/** Learns `{{name}}` from an answer where it stands. */
function learn(expected: unknown, found: unknown, known: Record<string, string>): void {
  const name = typeof expected === 'string' ? /^\{\{(\w+)\}\}$/.exec(expected)?.[1] : undefined
  if (name && typeof found === 'string') known[name] ??= found
  if (typeof expected === 'object' && expected !== null && typeof found === 'object' && found !== null)
    for (const [key, value] of Object.entries(expected))
      learn(value, (found as Record<string, unknown>)[key], known)
}

test('the guide for tills is true: each of its requests gets the answer that stands below it', async () => {
  const { cardNumber } = await mall.card()
  mall.server.clock.pass({ minutes: 70 * 24 * 60 }) // the programme has run for some weeks
  const now = mall.server.clock.now()
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString()
  const known: Record<string, string> = {
    cardNumber,
    counterId: mall.plain.id,
    purchaseId: randomUUID(),
    now: now.toISOString(),
    threeDaysAgo: daysAgo(3),
    twoMonthsAgo: daysAgo(61),
  }
  const steps = [...guide.matchAll(STEP)]
  expect(steps).toHaveLength(guide.split('```http').length - 1)
  for (const [, method, path = '', headers = '', body = '', status, answer = ''] of steps) {
    const url = filled(path, known).replace('/api/v1', '')
    const id = /Idempotency-Key: (\S+)/.exec(filled(headers, known))?.[1]
    const options = id ? { id } : {}
    const got =
      method === 'GET'
        ? await mall.till.get(url)
        : await mall.till.post(url, JSON.parse(filled(body, known)), options)
    learn(JSON.parse(answer), got.body, known)
    const expected = JSON.parse(filled(answer, known)) as { counters?: object[] }
    const wanted = expected.counters
      ? {
          counters: expect.arrayContaining(
            expected.counters.map((one) => expect.objectContaining(one) as object),
          ) as object,
        }
      : expected
    expect({ status: got.status, body: got.body }, path).toMatchObject({
      status: Number(status),
      body: wanted,
    })
  }
})

test('every code that the guide names is one that tills can meet', async () => {
  const document = await readDocument()
  const codes = [...guide.matchAll(/^\| (`[^|]+)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, code]) => code),
  )
  const known = new Set(Object.values(document.paths).flatMap(({ post }) => post?.['x-refusals'] ?? []))
  expect(codes.length).toBeGreaterThan(10)
  for (const code of codes) expect(known, code).toContain(code)
})

test('the page on webhooks names every type', () => {
  const page = readFileSync('docs/webhooks.md', 'utf8')
  const named = [...page.matchAll(/^\| `([a-z.-]+)`/gm)].map(([, type]) => type)
  expect(new Set(named)).toEqual(new Set(Object.keys(eventTypes)))
})

interface Content {
  content?: Record<string, { schema: object; example?: unknown }>
}
interface Described {
  requestBody?: Content
  responses: Record<string, Content>
  'x-access': string[]
  'x-refusals'?: string[]
}
interface Document {
  paths: Record<string, { get?: Described; post?: Described }>
}
const readDocument = async (): Promise<Document> =>
  (await mall.server.app.inject({ url: '/docs/json' })).json<Document>()

test('the API shows an example of all that tills and partners send and get, and each fits its schema', async () => {
  const { paths } = await readDocument()
  const ajv = new Ajv({ strict: false, validateFormats: true })
  formats.default.default(ajv)
  let examples = 0
  for (const [path, methods] of Object.entries(paths))
    for (const [method, described] of Object.entries(methods)) {
      if (!described['x-access'].some((who) => who === 'till' || who === 'partner')) continue
      for (const content of [described.requestBody, described.responses['200']]) {
        const json = content?.content?.['application/json']
        if (!json) continue
        const { schema, example } = json
        expect(example, `${method} ${path}`).toBeTypeOf('object')
        expect([path, ajv.validate(schema, example), ajv.errors]).toEqual([path, true, null])
        examples += 1
      }
    }
  expect(examples).toBeGreaterThanOrEqual(26)
})
