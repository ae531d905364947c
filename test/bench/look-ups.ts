import type { Ground } from '../faults/ground/proof.ts'
import { hold, type ContestResult } from './contest.ts'
import { loadAtBest } from './http-load.ts'
import { bestPgbench } from './pgbench.ts'
import type { LoadedShop } from './purchases.ts'
import { anyCard, anyTill, openShop } from '../faults/ground/shop.ts'

/** What a till asks of a card: its member's level, the rules' version and the balance, as one statement. */
const STANDING = `
\\set n random(1, :members)
SELECT c.state, c.state_since, c.shares_balance, b.level, v.version, a.points,
       coalesce(
         (SELECT to_level FROM level_changes WHERE member_id = m.id AND effective_at < now() ORDER BY position DESC LIMIT 1),
         (SELECT from_level FROM level_changes WHERE member_id = m.id ORDER BY position LIMIT 1), m.level)
  FROM cards c
  JOIN batches b ON b.id = c.batch_id
  JOIN members m ON m.id = c.member_id
  JOIN points_accounts a ON a.member_id = m.id AND a.account = 'spendable'
  JOIN LATERAL (SELECT version FROM programme_versions WHERE programme_id = m.programme_id AND starts_at <= now()
                 ORDER BY starts_at DESC LIMIT 1) v ON true
 WHERE c.card_number = CAST('915607' || lpad(CAST(:n AS text), 10, '0') AS char(16));
`

/** A till looks cards up over HTTP, against pgbench with one statement that reads the same. */
export async function benchLookUps(
  ground: Ground,
  { rounds, members, seconds }: LoadedShop,
): Promise<ContestResult> {
  const shop = await openShop(ground, members)
  const load = loadAtBest(shop.server.address, () => ({
    method: 'GET',
    path: `/cards/${anyCard(shop)}/standing`,
    headers: { authorization: `Bearer ${anyTill(shop).key}` },
  }))
  try {
    const run = await bestPgbench({ ...shop, script: STANDING })
    if (!run) console.log('pgbench is not here: no other side to compare with')
    return await hold(
      {
        name: `Look-ups by card, ${members} members`,
        figure: 'perSecond',
        ours: { name: 'over HTTP', round: () => load(seconds) },
        peers: run ? [{ name: 'pgbench, one statement', round: () => run(seconds) }] : [],
      },
      rounds,
    )
  } finally {
    await shop.close()
  }
}
