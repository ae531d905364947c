import type { Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { readAgreements, type Rules } from '../programmes/index.ts'
import type { Sale } from './history.ts'
import { countMembers, type Period } from './history-queries.ts'
import type { Shop } from './going.ts'
import { replayMember } from './member.ts'
import { readHistories } from './reading.ts'
import type { LevelName, Result } from './schema.ts'
import type { Moved } from './table.ts'
import { asSide, openTally, type Tally } from './tally.ts'

/** Rules and from when on they hold, oldest first; what came before the first is judged by the first too. */
export type RulesOverTime = readonly { startsAt: Date; rules: Rules }[]

export interface Task {
  programmeId: string
  period: Period
  today: RulesOverTime
  draft: RulesOverTime
}

/** Who moved otherwise than today is listed up to here, and counted beyond. */
const MOST_LISTED = 20_000
const MEMBERS_AT_ONCE = 300

/**
 * Goes through all members' histories under both sets of rules, on one snapshot of the database.
 * @param progress hears how many members of how many are done
 */
export async function replay(
  tx: Tx,
  { programmeId, period, today, draft }: Task,
  progress: (done: number, total: number) => void,
): Promise<{ result: Result; moved: Moved[] }> {
  const counterAt = await readAgreements(tx)
  const total = await countMembers(tx, programmeId)
  const shopUnder = (rules: RulesOverTime): Shop => ({
    rulesAt: inForce(rules),
    counterAt,
    until: period.until,
  })
  const [shopToday, shopDraft] = [shopUnder(today), shopUnder(draft)]
  const [tallyToday, tallyDraft] = [openTally(), openTally()]
  const levels = levelsOf([...today, ...draft].map(({ rules }) => rules))
  const rank = rankIn(draft, today)
  const recorded = { purchases: 0, tagFen: 0n, paidFen: 0n, refundFen: 0n, points: 0n }
  const moved: Moved[] = []
  const counts = { members: 0, up: 0, down: 0 }
  for await (const histories of readHistories(tx, programmeId, period, MEMBERS_AT_ONCE)) {
    for (const history of histories) {
      const [now, then] = [
        replayMember(history, shopToday, tallyToday),
        replayMember(history, shopDraft, tallyDraft),
      ]
      countRecorded(recorded, history.recorded.tagFen, history.sales)
      for (const { refundFen } of history.back) recorded.refundFen += refundFen
      counts.members += 1
      const step = rank(then.to) - rank(now.to)
      if (step === 0) continue
      const direction = step > 0 ? 'up' : 'down'
      counts[direction] += 1
      if (moved.length < MOST_LISTED)
        moved.push({
          memberId: history.memberId,
          direction,
          from: then.from,
          today: now.to,
          draft: then.to,
          todayPoints: Number(now.points),
          draftPoints: Number(then.points),
        })
    }
    progress(Math.min(counts.members, total), total)
  }
  for (const tally of [tallyToday, tallyDraft]) assertBalanced(tally)
  const order = levels.map(({ code }) => code)
  const result: Result = {
    ...counts,
    recorded: {
      purchases: recorded.purchases,
      salesFen: Number(recorded.paidFen),
      discountFen: Number(recorded.tagFen - recorded.paidFen),
      refundFen: Number(recorded.refundFen),
      points: Number(recorded.points),
    },
    today: asSide(tallyToday, order),
    draft: asSide(tallyDraft, order),
    levels,
    listed: moved.length,
  }
  return { result, moved }
}

function countRecorded(
  recorded: { purchases: number; tagFen: bigint; paidFen: bigint; points: bigint },
  tagFen: bigint,
  sales: readonly Sale[],
): void {
  recorded.tagFen += tagFen
  recorded.purchases += sales.length
  for (const { paidFen, points } of sales) {
    recorded.paidFen += paidFen
    recorded.points += points
  }
}

function inForce(rules: RulesOverTime): (moment: Date) => Rules {
  const [first] = rules
  assert(first, 'there are rules to replay')
  return (moment) => (rules.findLast(({ startsAt }) => startsAt <= moment) ?? first).rules
}

/** Where the draft has dropped a level, or made one, the other rules say how high it stands. */
function rankIn(draft: RulesOverTime, today: RulesOverTime): (code: string) => number {
  const codes = (rules: RulesOverTime) => rules.at(-1)?.rules.levels.map(({ code }) => code) ?? []
  const [ours, theirs] = [codes(draft), codes(today)]
  return (code) => (ours.includes(code) ? ours.indexOf(code) : theirs.indexOf(code))
}

/** Of several rules, each level once, in the last rules' order; levels that those have no more come first. */
function levelsOf(all: readonly Rules[]): LevelName[] {
  const last = all.at(-1)?.levels ?? []
  const known = new Set(last.map(({ code }) => code))
  const gone = all.flatMap(({ levels }) => levels.filter(({ code }) => !known.has(code)))
  const byCode = new Map([...gone, ...last].map((level) => [level.code, level]))
  return [...byCode.values()].map(({ code, nameZh, nameEn }) => ({ code, nameZh, nameEn }))
}

/** No point comes from nowhere and none is lost, or the figures are not shown. */
function assertBalanced({ points }: Tally): void {
  const came = points.opening + points.purchases + points.welcome + points.given
  const went = points.takenBack + points.taken + points.redeemed + points.expired
  assert(came - went === points.pending + points.spendable - points.owed, 'the points of a replay add up')
}
