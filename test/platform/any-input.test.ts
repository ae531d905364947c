import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seeded } from '../faults/ground/seeded.ts'
import { openBrand } from '../partners/brand.ts'
import { openMall, type Mall } from '../purchases/mall.ts'
import type { Client } from '../support/server.ts'

/** Bodies, parameters and queries that fit a route's schema at its edges: no route answers them with a fault of ours. */

interface Schema {
  type?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  format?: string
}
interface Parameter {
  name: string
  in: 'path' | 'query'
  schema: Schema
}
interface Operation {
  'x-access': string[]
  parameters?: Parameter[]
  requestBody?: { content?: Record<string, { schema: Schema; example?: unknown }> }
}

const DRAWS = 4
const SEED = 7

let mall: Mall
let callers: Record<string, Client>
let ids: string[]
let codes: string[]
beforeAll(async () => {
  mall = await openMall()
  const brand = await openBrand(mall.server, mall.people)
  const { cardNumber, memberId } = await mall.card()
  const bought = await mall.buy(cardNumber, 55_900)
  ids = [brand.id, brand.keyId, memberId, bought.body.id, mall.plain.id, mall.programme.id]
  codes = [cardNumber, 'gold', 'diamond', 'mall-two-level']
  callers = { till: mall.till, partner: brand.client, public: mall.server.client() }
})
afterAll(() => mall[Symbol.asyncDispose]())

const WORDS = [
  'a',
  '店庆 – “50 % off”',
  '=1+1',
  "'; DROP TABLE members; --",
  '👩‍👩‍👧‍👦🏳️‍🌈',
  '\u202Eright to left',
  '\u200bx',
  'ﷺ'.repeat(9),
]
const DAYS = ['0001-01-01', '1970-01-01', '2024-02-29', '2026-11-20', '9999-12-31']
const MOMENTS = [
  '0001-01-01T00:00:00Z',
  '1969-12-31T23:59:59.999999+14:00',
  '2026-11-20T10:00:00+08:00',
  '9999-12-31T23:59:59-12:00',
]

function drawer(random: () => number) {
  const any = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
  function text({ format, pattern, minLength = 0, maxLength = 40 }: Schema, example: unknown): string {
    if (format === 'uuid') return any([...ids, randomUUID()])
    if (format === 'date') return any(DAYS)
    if (format === 'date-time') return any(MOMENTS)
    const fitting = [
      ...WORDS,
      ...codes,
      ...DAYS,
      '000000',
      '123456',
      '12:00',
      '2026-11',
      'x'.repeat(Math.max(minLength, 1)),
      '汉'.repeat(Math.min(maxLength, 60_000)),
      ...(typeof example === 'string' ? [example] : []),
    ].filter(
      (word) =>
        word.length >= minLength &&
        word.length <= maxLength &&
        (!pattern || new RegExp(pattern, 'u').test(word)),
    )
    return fitting.length > 0 ? any(fitting) : typeof example === 'string' ? example : ''
  }
  function draw(schema: Schema, example?: unknown, depth = 0): unknown {
    if (schema.const !== undefined) return schema.const
    if (schema.enum) return any(schema.enum)
    if (schema.anyOf) return draw(any(schema.anyOf), example, depth)
    switch (schema.type) {
      case 'string':
        return text(schema, example)
      case 'boolean':
        return random() < 0.5
      case 'null':
        return null
      case 'integer':
      case 'number': {
        const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = schema
        return any([
          minimum,
          maximum,
          Math.min(maximum, minimum + 1),
          Math.min(maximum, Math.max(minimum, 100)),
        ])
      }
      case 'array': {
        const most = Math.min(schema.maxItems ?? 3, depth > 4 ? 1 : 3)
        const many = Math.max(schema.minItems ?? 0, Math.floor(random() * (most + 1)))
        const first = Array.isArray(example) ? (example[0] as unknown) : undefined
        return Array.from({ length: many }, () => draw(schema.items ?? {}, first, depth + 1))
      }
      case 'object': {
        const known = (typeof example === 'object' && example !== null ? example : {}) as Record<
          string,
          unknown
        >
        return Object.fromEntries(
          Object.entries(schema.properties ?? {})
            .filter(([name]) => schema.required?.includes(name) || random() < 0.6)
            .map(([name, of]) => [name, draw(of, known[name], depth + 1)]),
        )
      }
      case undefined:
      default:
        return any([null, 1, 'x', {}])
    }
  }
  return { draw, any }
}

/** What ends the session that asks, never ends, or speaks to a device. */
const LEFT_OUT = /\/staff\/(sign|first)|\/events|\/exports|socket|\/tablets|\/stations|\/staff/

test(
  'whatever fits a route’s schema is answered or refused, and is no fault',
  { timeout: 900_000 },
  async () => {
    const { server, people } = mall
    const document = await server.app.inject({ url: '/docs/json' })
    const { paths } = document.json<{ paths: Record<string, Record<string, Operation>> }>()
    const { draw, any } = drawer(seeded(SEED))

    function addressOf(path: string, parameters: readonly Parameter[]): string {
      const drawn = parameters.map(({ name, in: place, schema }) => ({
        name,
        place,
        value: String(draw(schema)),
      }))
      const url = new URL(
        path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
          encodeURIComponent(drawn.find((one) => one.name === name)?.value ?? ''),
        ),
        'http://localhost',
      )
      for (const { name, place, value } of drawn)
        if (place === 'query' && any([true, false])) url.searchParams.set(name, value)
      return `${url.pathname}${url.search}`
    }

    const faults: unknown[] = []
    for (const [path, methods] of Object.entries(paths)) {
      if (LEFT_OUT.test(path)) continue
      for (const [method, { 'x-access': access, parameters = [], requestBody }] of Object.entries(methods)) {
        if (method !== 'get' && method !== 'post') continue
        const caller =
          access.map((who) => callers[who]).find((one) => one !== undefined) ?? people.administrator
        const json = requestBody?.content?.['application/json']
        for (let index = 0; index < DRAWS; index += 1) {
          const at = addressOf(path, parameters)
          const body = json ? draw(json.schema, json.example) : undefined
          const { status } = method === 'get' ? await caller.get(at) : await caller.post(at, body)
          if (status >= 500) faults.push([method, at, body, status])
        }
      }
    }
    expect(faults).toEqual([])
    expect(server.log.filter((line) => line.includes('"level":50'))).toEqual([])
  },
)
