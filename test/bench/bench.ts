/**
 * `npm run bench -- [card-pdf card-pdf-many enrolment imports look-ups personalisation personalisation-fewest personalisation-lrp purchases redemptions replay sun-checks serials] [--share 0.3] [--cdnow CDNOW_master.txt]`: holds each contest, prints its table and writes both
 * sides' raw figures into test/proofs/<date>-bench-<name>.json.
 */
import { parseArgs } from 'node:util'
import { groundOn, startOwnPostgres } from '../faults/ground/own-postgres.ts'
import type { Ground } from '../faults/ground/proof.ts'
import { describeCommit, describeMachine, writeRecord } from '../faults/ground/record.ts'
import { printTable, type ContestResult } from './contest.ts'
import { benchManyCards } from './card-pdf-many.ts'
import { benchCardPdf } from './card-pdf.ts'
import { benchEnrolment } from './enrolment.ts'
import { benchImports } from './imports.ts'
import { benchPersonalisation } from './personalisation.ts'
import { benchReplay } from './replay.ts'
import { benchLookUps } from './look-ups.ts'
import { benchPurchases } from './purchases.ts'
import { benchRedemptions } from './redemptions.ts'
import { benchSerials } from './serials.ts'
import { benchSunChecks } from './sun-checks.ts'

const ROUNDS = 5

const loadedShop = (share: number) => ({
  rounds: ROUNDS,
  members: Math.round(1_000_000 * share),
  seconds: Math.max(4, Math.round(8 * share)),
})

const personalised = (share: number) => ({ rounds: ROUNDS, cards: Math.round(500 * share) })

const contests: Record<string, (ground: Ground, share: number) => Promise<ContestResult>> = {
  'card-pdf': (_, share) => benchCardPdf({ rounds: ROUNDS, many: Math.round(1_000 * share) }),
  'card-pdf-many': (_, share) => benchManyCards({ rounds: ROUNDS, many: Math.round(10_000 * share) }),
  enrolment: (ground, share) => benchEnrolment(ground, { ...loadedShop(share), seconds: 4 }),
  imports: (ground, share) => benchImports(ground, { rounds: 3, share, file: values.cdnow }),
  personalisation: (_, share) => benchPersonalisation({ ...personalised(share), way: 'checked' }),
  'personalisation-fewest': (_, share) => benchPersonalisation({ ...personalised(share), way: 'fewest' }),
  'personalisation-lrp': (_, share) => benchPersonalisation({ ...personalised(share), way: 'lrp' }),
  replay: (ground, share) => benchReplay(ground, { rounds: ROUNDS, share, file: values.cdnow }),
  'sun-checks': (_, share) => benchSunChecks({ rounds: ROUNDS, checks: Math.round(50_000 * share) }),
  'look-ups': (ground, share) => benchLookUps(ground, loadedShop(share)),
  purchases: (ground, share) => benchPurchases(ground, loadedShop(share)),
  redemptions: (ground, share) => benchRedemptions(ground, loadedShop(share)),
  serials: (_, share) => benchSerials({ rounds: ROUNDS, numbers: Math.round(5_000 * share) }),
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { share: { type: 'string', default: '1' }, cdnow: { type: 'string' } },
})
const share = Number(values.share)
const chosen = positionals.length > 0 ? positionals : Object.keys(contests)
if (!(share > 0 && share <= 1) || chosen.some((name) => !(name in contests))) {
  console.error(`npm run bench -- [${Object.keys(contests).join(' ')}] [--share 0.3]`)
  process.exit(2)
}

const postgres = await startOwnPostgres()
try {
  const machine = await describeMachine(postgres.url)
  for (const name of chosen) {
    const result = await contests[name]?.(groundOn(postgres.url), share)
    if (!result) continue
    printTable(result)
    console.log(await writeRecord(`bench-${name}`, { commit: describeCommit(), machine, share, ...result }))
  }
} finally {
  await postgres.remove()
}
