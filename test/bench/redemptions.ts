import type { Ground } from '../faults/ground/proof.ts'
import { hold, type ContestResult, type Measured } from './contest.ts'
import { loadAtBest } from './http-load.ts'
import { bestPgbench } from './pgbench.ts'
import type { LoadedShop } from './purchases.ts'
import { oneStatement, statementByStatement } from './redemption-sql.ts'
import { openRedemptionStand, type RedemptionStand } from './redemption-stand.ts'

/**
 * Holds of one gift at one place through a server process over HTTP, each by another member at another kiosk, against
 * pgbench with the same reads and writes in a shop as large whose server is off: statement after statement, and all in one.
 */
export async function benchRedemptions(
  ground: Ground,
  { rounds, members, seconds }: LoadedShop,
): Promise<ContestResult> {
  const stand = await openRedemptionStand(ground, members)
  const bare = await openRedemptionStand(ground, members)
  try {
    await bare.shop.server.kill()
    const ours = overHttp(stand)
    return await hold(
      {
        name: `Redemptions of one gift at one place, ${members} members`,
        figure: 'perSecond',
        ours: { name: 'over HTTP', round: () => ours(seconds) },
        peers: await statementsAt(bare, seconds),
      },
      rounds,
    )
  } finally {
    await bare.shop.close()
    await stand.shop.close()
  }
}

function overHttp(stand: RedemptionStand): (seconds: number) => Promise<Measured> {
  const load = loadAtBest(stand.shop.server.address, () => stand.nextRequest())
  return async (seconds) => {
    await stand.keepAwake()
    return load(seconds)
  }
}

async function statementsAt(
  stand: RedemptionStand,
  seconds: number,
): Promise<{ name: string; round: () => Promise<Measured> }[]> {
  const peers = []
  for (const [name, script] of [
    ['pgbench, statement by statement', statementByStatement(stand)],
    ['pgbench, one statement', oneStatement(stand)],
  ] as const) {
    await stand.keepAwake()
    const run = await bestPgbench({ databaseUrl: stand.shop.databaseUrl, script, members: stand.standing })
    if (!run) continue
    const round = async (): Promise<Measured> => {
      await stand.keepAwake()
      return run(seconds)
    }
    peers.push({ name, round })
  }
  if (peers.length === 0) console.log('pgbench is not here: no other side to compare with')
  return peers
}
