import { sql } from 'kysely'
import { dayOf, startOfDay } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import type { Sentence } from '../platform/schema.ts'
import {
  capLeft,
  judgeEarning,
  monthOf,
  monthsAfterMoment,
  versionAt,
  yuan,
  type CapLeft,
  type Rules,
  type RulesInForce,
} from '../programmes/index.ts'
import type { Placed } from './planning.ts'

/** Every version of the rules that holds or held, the first one first; `now` is the one in force. */
export interface History {
  versions: readonly RulesInForce[]
  now: RulesInForce
}

export async function readHistory(db: Db, programmeId: string, now: Date): Promise<History | undefined> {
  const { rows } = await sql<{ starts_at: Date }>`
    SELECT starts_at FROM programme_versions WHERE programme_id = ${programmeId} AND starts_at <= ${now}
     ORDER BY starts_at`.execute(db)
  const versions: RulesInForce[] = []
  for (const { starts_at: startsAt } of rows) {
    const version = await versionAt(db, programmeId, startsAt)
    if (version) versions.push(version)
  }
  const latest = versions.at(-1)
  return latest && { versions, now: latest }
}

/** Whose rules a sale is judged by. What was sold before the programme began is judged by its first rules. */
function rulesOf({ versions }: History, soldAt: Date): RulesInForce {
  const inForce = versions.findLast(({ startsAt }) => startsAt <= soldAt) ?? versions[0]
  assert(inForce, 'a programme that has begun has rules')
  return inForce
}

export interface JudgedPurchase {
  id: string
  memberId: string
  counterId: string
  receiptNumber: string
  soldAt: Date
  paidFen: bigint
  points: bigint
  words: Sentence
  version: number
  rules: Rules
  lines: ImportedLine[]
}

/** As the lines of a receipt that was priced; the card's discount is in the price already. */
interface ImportedLine {
  description: string
  unitPriceFen: number
  quantity: number
  isSpecialPrice: boolean
  tagFen: number
  payFen: number
  steps: { kind: 'tag-price'; words: Sentence }[]
}

type PurchaseToJudge = Placed & { id: string; row: { kind: 'purchase' } }

/** Judges purchases in the order of the file; caps count what earlier ones of the same day and month were given. */
export async function judgePurchases(
  tx: Tx,
  history: History,
  {
    purchases,
    purchasePoints,
  }: { purchases: readonly PurchaseToJudge[]; purchasePoints: 'none' | 'by-rules' },
): Promise<JudgedPurchase[]> {
  const isCounted = purchasePoints === 'by-rules'
  const given =
    isCounted && history.versions.some(({ rules }) => hasCaps(rules))
      ? await givenSoFar(tx, purchases)
      : undefined
  return purchases.map(({ id, memberId, row }) => {
    const { version, rules } = rulesOf(history, row.soldAt)
    const { counterId, soldAt, paidFen, line } = row
    const receipt = { counterId, soldAt, paidFen, lines: [{ payFen: paidFen }] }
    const left = given && hasCaps(rules) ? given.left(rules, { memberId, soldAt }) : null
    const earned = isCounted
      ? judgeEarning(rules, receipt, left)
      : { points: 0n, words: { zh: '导入的历史消费，不另计积分', en: 'Imported history, earns no points' } }
    given?.add({ memberId, soldAt, points: earned.points })
    return {
      id,
      memberId,
      counterId,
      receiptNumber: `${row.receipt ?? ''}#${line}`,
      soldAt,
      paidFen,
      points: earned.points,
      words: earned.words,
      version,
      rules,
      lines: [importedLine(paidFen, row.items)],
    }
  })
}

/** A receipt whose price does not divide into its pieces is kept as one. */
function importedLine(paidFen: bigint, items: number): ImportedLine {
  const divides = paidFen % BigInt(items) === 0n
  const quantity = divides ? items : 1
  const fen = Number(paidFen)
  const words = { zh: `导入的历史消费 ${yuan(paidFen)}`, en: `Imported purchase of ${yuan(paidFen)}` }
  return {
    description: '历史消费 Imported purchase',
    unitPriceFen: fen / quantity,
    quantity,
    isSpecialPrice: true,
    tagFen: fen,
    payFen: fen,
    steps: [{ kind: 'tag-price', words }],
  }
}

const hasCaps = ({ earn: { caps } }: Rules): boolean => caps.perDay !== null || caps.perMonth !== null

interface Given {
  left(rules: Rules, sale: { memberId: string; soldAt: Date }): CapLeft
  add(sale: { memberId: string; soldAt: Date; points: bigint }): void
}

/** What members were given for the months of these sales, day by day; their rows are held, so that it stays true. */
async function givenSoFar(tx: Tx, purchases: readonly PurchaseToJudge[]): Promise<Given> {
  const memberIds = [...new Set(purchases.map(({ memberId }) => memberId))].toSorted()
  const times = purchases.map(({ row }) => row.soldAt.getTime())
  const from = startOfDay(`${monthOf(dayOf(new Date(Math.min(...times))))}-01`)
  const before = monthsAfterMoment(startOfDay(`${monthOf(dayOf(new Date(Math.max(...times))))}-01`), 1)
  await sql`SELECT id FROM members WHERE id = ANY (${memberIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`.execute(
    tx,
  )
  const { rows } = await sql<{ member_id: string; day: string; points: bigint }>`
    SELECT member_id, to_char(sold_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day,
           sum(coalesce((SELECT r.points_left FROM purchase_returns r WHERE r.purchase_id = p.id
                          ORDER BY r.position DESC LIMIT 1), p.points))::bigint AS points
      FROM purchases p
     WHERE member_id = ANY (${memberIds}::uuid[]) AND sold_at >= ${from} AND sold_at < ${before}
     GROUP BY 1, 2`.execute(tx)
  const byDay = new Map<string, bigint>()
  const byMonth = new Map<string, bigint>()
  const count = (memberId: string, day: string, points: bigint): void => {
    for (const [sums, key] of [
      [byDay, `${memberId}/${day}`],
      [byMonth, `${memberId}/${monthOf(day)}`],
    ] as const)
      sums.set(key, (sums.get(key) ?? 0n) + points)
  }
  for (const row of rows) count(row.member_id, row.day, row.points)
  return {
    left(rules, { memberId, soldAt }) {
      const day = dayOf(soldAt)
      return capLeft(rules, {
        onDay: byDay.get(`${memberId}/${day}`) ?? 0n,
        inMonth: byMonth.get(`${memberId}/${monthOf(day)}`) ?? 0n,
      })
    },
    add({ memberId, soldAt, points }) {
      count(memberId, dayOf(soldAt), points)
    },
  }
}
