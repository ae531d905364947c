import { randomUUID } from 'node:crypto'
import type { APIRequestContext } from 'playwright-core'
import { expect } from 'vitest'

interface Sale {
  url: string
  key: string
  cardNumber: string
}

const line = (unitPriceFen: number, isSpecialPrice = false) => ({
  description: 'Scarf',
  unitPriceFen,
  quantity: 1,
  isSpecialPrice,
})

/** Step 5: the till has no page. It asks for a price, sells for 559.00, and takes another purchase back whole. */
export async function sellAtTill(office: APIRequestContext, { url, key, cardNumber }: Sale) {
  const counters = await office.get(`${url}/api/v1/counters`)
  const {
    counters: [counter],
  } = (await counters.json()) as { counters: { id: string }[] }
  const sale = { cardNumber, counterId: counter?.id }
  const soldAt: string[] = []
  async function post<T>(path: string, body: object): Promise<T> {
    const headers = { authorization: `Bearer ${key}`, 'idempotency-key': randomUUID() }
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(answer.status, path).toBe(200)
    soldAt.push(new Date(answer.headers.get('date') ?? '').toISOString())
    return (await answer.json()) as T
  }

  interface Quote {
    payFen: number
    lines: { payFen: number; steps: { kind: string }[] }[]
  }
  const quote = await post<Quote>('/quotes', { ...sale, lines: [line(10_000), line(10_000, true)] })
  expect(quote.lines.map(({ payFen }) => payFen)).toEqual([7_040, 10_000]) // 100.00 × 0.80 × 0.88; special price
  expect(quote.lines.every(({ steps }) => steps.length > 1)).toBe(true)

  const buy = (receiptNumber: string, paidFen: number) =>
    post<{ id: string; points: number }>('/purchases', {
      ...sale,
      receiptNumber,
      soldAt: soldAt[0],
      paidFen,
      lines: [line(100_000)],
    })
  expect((await buy('R-1', 55_900)).points).toBe(55)
  const { id } = await buy('R-2', 20_000)
  await post(`/purchases/${id}/returns`, { returnedAt: soldAt.at(-1) })
}
