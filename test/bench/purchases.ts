import type { Ground } from '../faults/ground/proof.ts'
import { hold, type ContestResult, type Measured } from './contest.ts'
import { loadAtBest, type Request } from './http-load.ts'
import { bestPgbench } from './pgbench.ts'
import { oneStatement, statementByStatement, type PurchaseTexts } from './purchase-sql.ts'
import { anyPurchase, anyTill, openShop, type Shop } from '../faults/ground/shop.ts'

/** Beside it every shop is small: what it costs more here than there is what members cost. */
const FEW = 10_000

export interface LoadedShop {
  rounds: number
  members: number
  /** of one round of one side */
  seconds: number
}

/**
 * Purchases through a server process over HTTP in a shop with many members, against the same in one with few, and
 * against pgbench with the same writes in a shop as large whose server is off: statement after statement, and all in one.
 */
export async function benchPurchases(
  ground: Ground,
  { rounds, members, seconds }: LoadedShop,
): Promise<ContestResult> {
  const shop = await openShop(ground, members)
  const small = await openShop(ground, FEW)
  const bare = await openShop(ground, members)
  const over = (which: Shop) => {
    const load = loadAtBest(which.server.address, () => purchaseAt(which))
    return () => load(seconds)
  }
  try {
    const texts = await textsOf(shop)
    await bare.server.kill()
    const peers = await statementsOf(bare, { seconds, texts })
    return await hold(
      {
        name: `Purchases, ${members} members`,
        figure: 'perSecond',
        ours: { name: 'over HTTP', round: over(shop) },
        peers: [{ name: `over HTTP, ${FEW} members`, round: over(small) }, ...peers],
      },
      rounds,
    )
  } finally {
    await bare.close()
    await small.close()
    await shop.close()
  }
}

async function statementsOf(
  shop: Shop,
  { seconds, texts }: { seconds: number; texts: PurchaseTexts },
): Promise<{ name: string; round: () => Promise<Measured> }[]> {
  const peers = []
  for (const [name, script] of [
    ['pgbench, statement by statement', statementByStatement(shop, texts)],
    ['pgbench, one statement', oneStatement(shop, texts)],
  ] as const) {
    const run = await bestPgbench({ ...shop, script })
    if (run) peers.push({ name, round: () => run(seconds) })
  }
  if (peers.length === 0) console.log('pgbench is not here: no other side to compare with')
  return peers
}

function purchaseAt(shop: Shop): Request {
  const { id, body } = anyPurchase(shop)
  return {
    method: 'POST',
    path: '/purchases',
    headers: { authorization: `Bearer ${anyTill(shop).key}`, 'idempotency-key': id },
    body: JSON.stringify(body),
  }
}

/** Of a purchase that the server recorded: pgbench writes the same lengths. */
async function textsOf(shop: Shop): Promise<PurchaseTexts> {
  const { path, headers = {}, body = '' } = purchaseAt(shop)
  const answer = await fetch(`${shop.server.address}/api/v1${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
  })
  const { lines, pointsWords, ...rest } = (await answer.json()) as { lines: unknown; pointsWords: unknown }
  const stored = { ok: true, value: { ...rest, lines, pointsWords } }
  return {
    lines: JSON.stringify(lines),
    pointsWords: JSON.stringify(pointsWords),
    answer: JSON.stringify(stored),
  }
}
