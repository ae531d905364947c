import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkLedger } from '../../server/points/index.ts'
import type { Purchase } from '../../server/purchases/schema.ts'
import { openClient } from './ground/http-client.ts'
import { done } from './ground/office.ts'
import { median, worst, type Proof } from './ground/proof.ts'
import { seeded } from './ground/seeded.ts'
import { anyPurchase, anyTill, openShop, type SentPurchase, type Shop } from './ground/shop.ts'

/** Tills that sell at the same time: their purchases are recorded together, so that a kill meets many at once. */
const TILLS = 32
const MEMBERS = 2_000
const RETRY_AFTER_MS = 50

interface Sale extends SentPurchase {
  answer?: Purchase
}

/**
 * The server is killed with `kill -9` while tills sell, and started again; a till without an answer sends the same purchase
 * again. No purchase that was answered is lost, none is there twice, and the ledger adds up after every kill.
 */
export const tillsKilled: Proof<{ purchases: number; kills: number }> = {
  name: 'tills-killed',
  small: { purchases: 300, kills: 3 },
  full: { purchases: 40_000, kills: 200 },
  async run(ground, { purchases, kills }, seed) {
    const shop = await openShop(ground, MEMBERS)
    const sales: Sale[] = Array.from({ length: purchases }, () => anyPurchase(shop))
    const selling = sell(shop, sales)
    try {
      const [readyMs] = await Promise.all([
        killAgainAndAgain({ shop, sales, selling, kills, random: seeded(seed) }),
        selling.all,
      ])
      await mustAddUp(shop, sales)
      assert.deepEqual(
        await recordedIds(shop),
        new Set(sales.map(({ id }) => id)),
        'every purchase is there once',
      )
      for (const sale of sales.slice(-500))
        assert.deepEqual(await selling.send(sale), sale.answer, 'the first answer comes again')
      await mustAddUp(shop, sales)
      return {
        acknowledged: purchases,
        kills,
        lost: 0,
        doubled: 0,
        attemptsWithoutAnswer: selling.unanswered(),
        readyAgainMsMedian: median(readyMs),
        readyAgainMsWorst: worst(readyMs),
      }
    } finally {
      selling.close()
      await shop.close()
    }
  },
}

function sell(shop: Shop, sales: readonly Sale[]) {
  const client = openClient(shop.server.address)
  const headers = { authorization: `Bearer ${anyTill(shop).key}` }
  const news = new EventEmitter()
  const waiting = [...sales]
  let [answered, unanswered, isClosed] = [0, 0, false]
  const isReached = (count: number): boolean => answered >= count
  const send = async ({ id, body }: Sale): Promise<Purchase> =>
    done(await client.post<Purchase>('/purchases', body, { id, headers }))

  async function till(): Promise<void> {
    for (let sale = waiting.shift(); sale; sale = waiting.shift()) {
      while (!sale.answer) {
        if (isClosed) return
        const answer = await client
          .post<Purchase>('/purchases', sale.body, { id: sale.id, headers })
          .catch(() => undefined)
        if (answer?.status === 200) sale.answer = answer.body
        else {
          assert.ok(!answer || answer.status === 503, JSON.stringify(answer?.body))
          unanswered += 1
          await sleep(RETRY_AFTER_MS)
        }
      }
      answered += 1
      news.emit('answered')
    }
  }
  return {
    all: Promise.all(Array.from({ length: TILLS }, till)),
    send,
    unanswered: () => unanswered,
    async untilAnswered(count: number) {
      while (!isReached(count)) await once(news, 'answered')
    },
    // A proof that failed is over for its tills too: none goes on asking a server that is gone.
    close() {
      isClosed = true
      client.close()
    },
  }
}

interface Killing {
  shop: Shop
  sales: readonly Sale[]
  selling: ReturnType<typeof sell>
  kills: number
  random: () => number
}

/** Spread over the whole run, each a drawn moment after some purchase was answered. */
async function killAgainAndAgain({ shop, sales, selling, kills, random }: Killing): Promise<number[]> {
  const readyMs: number[] = []
  for (let kill = 0; kill < kills; kill += 1) {
    await selling.untilAnswered(Math.floor(((sales.length - TILLS) * (kill + random())) / kills))
    await sleep(random() * 40)
    await shop.server.kill()
    const answered = sales.filter(({ answer }) => answer)
    const recorded = await recordedIds(shop)
    for (const { id } of answered) assert.ok(recorded.has(id), 'what was answered is there')
    readyMs.push(await shop.server.start())
  }
  return readyMs
}

async function recordedIds({ db }: Shop): Promise<Set<string>> {
  const rows = await db.selectFrom('purchases').select('id').execute()
  return new Set(rows.map(({ id }) => id))
}

/** Each answered purchase gave its points once, and all books add up. */
async function mustAddUp({ db, members }: Shop, sales: readonly Sale[]): Promise<void> {
  const check = await checkLedger(db)
  const earned = sales.reduce((sum, { answer }) => sum + (answer?.points ?? 0), 0)
  assert.deepEqual([check.isBalanced, check.wrongMembers, check.issued], [true, [], earned + 50 * members])
}
