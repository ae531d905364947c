import type { Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { readAgreements, type Rules } from '../programmes/index.ts'
import type { Period, Span } from './history-queries.ts'
import type { Shop } from './going.ts'
import { replayMember } from './member.ts'
import { readHistories, type ReadHistory } from './reading.ts'
import type { LevelName, Result } from './schema.ts'
import type { Moved } from './table.ts'
import { addTally, asSide, openTally, type Tally } from './tally.ts'

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

/** What is found of some of a programme's members: threads pass it on, and what they find is added up. */
export interface Part {
  members: number
  up: number
  down: number
  recorded: Recorded
  today: Tally
  draft: Tally
  moved: Moved[]
}

interface Recorded {
  purchases: number
  tagFen: bigint
  paidFen: bigint
  refundFen: bigint
  points: bigint
}

/**
 * Goes through the histories of a span of members under both sets of rules, on one snapshot of the database.
 * @param progress hears how many members are done
 */
export async function replay(
  tx: Tx,
  { programmeId, period, today, draft }: Task,
  { span, progress }: { span: Span; progress: (done: number) => void },
): Promise<Part> {
  const counterAt = await readAgreements(tx)
  const shopUnder = (rules: RulesOverTime): Shop => ({
    rulesAt: inForce(rules),
    counterAt,
    until: period.until,
  })
  const [shopToday, shopDraft] = [shopUnder(today), shopUnder(draft)]
  const rank = rankIn(draft, today)
  const part: Part = {
    members: 0,
    up: 0,
    down: 0,
    recorded: { purchases: 0, tagFen: 0n, paidFen: 0n, refundFen: 0n, points: 0n },
    today: openTally(),
    draft: openTally(),
    moved: [],
  }
  for await (const histories of readHistories(tx, { programmeId, period, span }, MEMBERS_AT_ONCE)) {
    for (const history of histories) {
      const now = replayMember(history, shopToday, part.today)
      const then = replayMember(history, shopDraft, part.draft)
      countRecorded(part.recorded, history)
      part.members += 1
      const step = rank(then.to) - rank(now.to)
      if (step === 0) continue
      const direction = step > 0 ? 'up' : 'down'
      part[direction] += 1
      if (part.moved.length < MOST_LISTED)
        part.moved.push({
          memberId: history.memberId,
          direction,
          from: then.from,
          today: now.to,
          draft: then.to,
          todayPoints: Number(now.points),
          draftPoints: Number(then.points),
        })
    }
    progress(part.members)
  }
  return part
}

/** All that was found, of parts in the order of their members. */
export function resultOf(
  { today, draft }: Pick<Task, 'today' | 'draft'>,
  parts: readonly Part[],
): { result: Result; moved: Moved[] } {
  const [tallyToday, tallyDraft] = [openTally(), openTally()]
  for (const part of parts) {
    addTally(tallyToday, part.today)
    addTally(tallyDraft, part.draft)
  }
  for (const tally of [tallyToday, tallyDraft]) assertBalanced(tally)
  const sum = (figure: (part: Part) => number | bigint): number =>
    parts.reduce((all, part) => all + Number(figure(part)), 0)
  const moved = parts.flatMap((part) => part.moved).slice(0, MOST_LISTED)
  const levels = levelsOf([...today, ...draft].map(({ rules }) => rules))
  const order = levels.map(({ code }) => code)
  const result: Result = {
    members: sum(({ members }) => members),
    up: sum(({ up }) => up),
    down: sum(({ down }) => down),
    recorded: {
      purchases: sum(({ recorded }) => recorded.purchases),
      salesFen: sum(({ recorded }) => recorded.paidFen),
      discountFen: sum(({ recorded }) => recorded.tagFen - recorded.paidFen),
      refundFen: sum(({ recorded }) => recorded.refundFen),
      points: sum(({ recorded }) => recorded.points),
    },
    today: asSide(tallyToday, order),
    draft: asSide(tallyDraft, order),
    levels,
    listed: moved.length,
  }
  return { result, moved }
}

function countRecorded(sums: Recorded, { recorded, sales, back }: ReadHistory): void {
  sums.tagFen += recorded.tagFen
  sums.purchases += sales.length
  for (const { paidFen, points } of sales) {
    sums.paidFen += paidFen
    sums.points += points
  }
  for (const { refundFen } of back) sums.refundFen += refundFen
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
