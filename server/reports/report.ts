import type { Db, Tx } from '../platform/database.ts'
import { currentProgramme, rulesAt } from '../programmes/index.ts'
import { earnedMonths, reportMonths } from './breakage.ts'
import { firstOpenMonth } from './closing-queries.ts'
import { firstRedemptionsOf, joinedMonths } from './cohorts.ts'
import { expiringFrom, liabilityOf } from './liability.ts'
import { monthAt, startOfMonth } from './months.ts'
import {
  readAccounts,
  readCohorts,
  readExpiring,
  readFirstRedemptions,
  readFlows,
  readLevelFlows,
  readWorths,
  type LevelFlow,
} from './report-queries.ts'
import type { MonthOfPoints, Report } from './schema.ts'

/** A moment after every other. */
const END_OF_TIME = new Date('9999-01-01T00:00:00Z')

/**
 * The points report, all of it of one moment: months that are closed as they were kept, the others as the ledger has
 * them now.
 */
export function makeReport(db: Db, now: Date): Promise<Report> {
  const oneMoment = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
  return oneMoment.execute(async (tx) => {
    const first = (await firstOpenMonth(tx)) ?? monthAt(now)
    const open = { from: startOfMonth(first), until: END_OF_TIME }
    const flows = await readFlows(tx, open)
    const cohorts = await readCohorts(tx, open)
    const worths = await readWorths(tx)
    const worth = worths.at(-1)
    const begins = [first, ...flows.map(({ month }) => month)].reduce((a, b) => (a < b ? a : b))
    const months = reportMonths(flows, { first: begins, last: monthAt(now) })
    const liability = liabilityOf(flows, { months, firstOpen: first, worths })
    return {
      madeAt: now.toISOString(),
      addsUp: isWhatMembersHave(liability.at(-1), await readAccounts(tx)),
      months: liability,
      expiring: expiringFrom(await readExpiring(tx), { now, worth }),
      earned: earnedMonths(flows, first),
      joined: joinedMonths(cohorts, monthAt(now)),
      levels: await levelsOf(tx, now),
      levelFlows: inOrder(await readLevelFlows(tx, open)),
      firstRedemptions: firstRedemptionsOf(await readFirstRedemptions(tx, open)),
      worth: worth ? { ...worth, setAt: worth.setAt.toISOString() } : null,
    }
  })
}

/** What all months come to, against the balances that members see. */
function isWhatMembersHave(last: MonthOfPoints | undefined, accounts: ReadonlyMap<string, bigint>): boolean {
  if (!last) return accounts.size === 0
  const { pending, spendable, held, owed, closing } = last.points
  const isEqual = (points: number, account: string): boolean =>
    BigInt(points) === (accounts.get(account) ?? 0n)
  return (
    isEqual(pending, 'pending') &&
    isEqual(spendable, 'spendable') &&
    isEqual(held, 'held') &&
    isEqual(-owed, 'owed') &&
    closing === pending + spendable + held - owed
  )
}

async function levelsOf(tx: Tx, now: Date): Promise<Report['levels']> {
  const programme = await currentProgramme(tx)
  if (!programme) return []
  const { levels } = await rulesAt(tx, programme.id, now)
  return levels.map(({ code, nameZh, nameEn }) => ({ code, nameZh, nameEn }))
}

const keyOf = ({ month, kind, from, to }: LevelFlow): string => `${month} ${kind} ${from} ${to}`

const inOrder = (flows: readonly LevelFlow[]): Report['levelFlows'] =>
  flows
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    .map((flow) => ({ ...flow, changes: Number(flow.changes) }))
