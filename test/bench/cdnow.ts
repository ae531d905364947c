import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** One purchase of a shop's history. */
export interface PastPurchase {
  customer: number
  /** `YYYY-MM-DD` */
  day: string
  items: number
  fen: number
}

/** Customers and purchases of the CDNOW history, January 1997 to June 1998. */
const CUSTOMERS = 23_570
const PURCHASES = 69_659
const FIRST_DAY = Date.UTC(1997, 0, 1)
const DAYS = 545
/** Everybody buys first within so many days. */
const JOINING_DAYS = 84
const DAY_MS = 86_400_000

/** A generator with a seed: the same history on every machine. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * A history of CDNOW's size and shape: half the customers buy once, a few buy hundreds of times; amounts are
 * log-normal around 25 with a long tail. @param share of all customers and purchases
 */
export function madeHistory(share: number): PastPurchase[] {
  const random = seeded(19_970_101)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const customers = Math.round(CUSTOMERS * share)
  const purchases = Math.round(PURCHASES * share)
  const reach: number[] = []
  let all = 0
  for (let customer = 0; customer < customers; customer += 1)
    reach.push((all += (-Math.log(1 - random())) ** 3))
  const first = Array.from({ length: customers }, () => Math.floor(random() * JOINING_DAYS))
  const pick = (): number => {
    const at = random() * all
    let [low, high] = [0, customers - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((reach[middle] ?? 0) < at) low = middle + 1
      else high = middle
    }
    return low
  }
  return Array.from({ length: purchases }, (_, index) => {
    const isFirst = index < customers
    const customer = isFirst ? index : pick()
    const from = first[customer] ?? 0
    const after = isFirst ? from : from + Math.floor(random() * (DAYS - from))
    return {
      customer,
      day: new Date(FIRST_DAY + after * DAY_MS).toISOString().slice(0, 10),
      items: 1 + Math.floor(-Math.log(1 - random()) * 1.6),
      fen: Math.max(100, Math.round(Math.exp(3.25 + 0.75 * normal()) * 100)),
    }
  })
}

/** The real file: customer, date as yyyymmdd, number of items, amount; columns apart by spaces. */
export async function readHistory(path: string): Promise<PastPurchase[]> {
  const purchases: PastPurchase[] = []
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const [customer = '', date = '', items = '', amount = ''] = line.trim().split(/\s+/)
    if (!/^\d{8}$/.test(date)) continue
    purchases.push({
      customer: Number(customer),
      day: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`,
      items: Number(items),
      fen: Math.round(Number(amount) * 100),
    })
  }
  return purchases
}
