import { sql, type RawBuilder } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { cohortsIn, firstRedemptionsIn, flowsIn, levelFlowsIn, type Span } from './reckoning.ts'
import type { ChangeKind } from './schema.ts'
import type { PointWorthTable } from './table.ts'

/** What moved between two accounts in a month. */
export interface Flow {
  month: string
  /** null of what no lot has a part in: of what is owed */
  earnedMonth: string | null
  from: string
  to: string
  reason: string
  points: bigint
}

const monthText = (column: string) => sql`to_char(${sql.ref(column)}, 'YYYY-MM')`

/** Rows of the months that are closed, as they were kept, and of those that are not, reckoned now. */
async function closedAndOpen<Row>(
  tx: Tx,
  { select, kept, open }: { select: RawBuilder<unknown>; kept: string; open: RawBuilder<unknown> },
): Promise<Row[]> {
  const closed = await sql<Row>`SELECT ${select} FROM ${sql.table(kept)} months`.execute(tx)
  const others = await sql<Row>`SELECT ${select} FROM (${open}) months`.execute(tx)
  return [...closed.rows, ...others.rows]
}

export const readFlows = (tx: Tx, open: Span): Promise<Flow[]> =>
  closedAndOpen(tx, {
    select: sql`${monthText('month')} AS month, ${monthText('earned_month')} AS "earnedMonth", from_account AS "from",
                to_account AS "to", reason, points`,
    kept: 'closed_flows',
    open: flowsIn(open),
  })

/** What those who joined in one month did in another. */
export interface CohortMonth {
  month: string
  joinedMonth: string
  members: bigint
  buyers: bigint
  earned: bigint
  redeemed: bigint
}

export const readCohorts = (tx: Tx, open: Span): Promise<CohortMonth[]> =>
  closedAndOpen(tx, {
    select: sql`${monthText('month')} AS month, ${monthText('joined_month')} AS "joinedMonth", members, buyers, earned,
                redeemed`,
    kept: 'closed_cohorts',
    open: cohortsIn(open),
  })

export interface LevelFlow {
  month: string
  from: string
  to: string
  kind: ChangeKind
  changes: bigint
}

export const readLevelFlows = (tx: Tx, open: Span): Promise<LevelFlow[]> =>
  closedAndOpen(tx, {
    select: sql`${monthText('month')} AS month, from_level AS "from", to_level AS "to", kind, changes`,
    kept: 'closed_level_flows',
    open: levelFlowsIn(open),
  })

export interface FirstRedemptions {
  days: number
  members: bigint
}

export const readFirstRedemptions = (tx: Tx, open: Span): Promise<FirstRedemptions[]> =>
  closedAndOpen(tx, {
    select: sql`days, members`,
    kept: 'closed_first_redemptions',
    open: firstRedemptionsIn(open),
  })

/** What is left in lots, by the month in which it expires; null: never. */
export async function readExpiring(tx: Tx): Promise<{ month: string | null; points: bigint }[]> {
  const { rows } = await sql<{ month: string | null; points: bigint }>`
    SELECT to_char(expires_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month, SUM(points_left)::bigint AS points
      FROM points_lots WHERE points_left > 0 GROUP BY 1`.execute(tx)
  return rows
}

/** What members have at this moment, all together. */
export async function readAccounts(tx: Tx): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ account: string; points: bigint }>`
    SELECT account, SUM(points)::bigint AS points FROM points_accounts GROUP BY account`.execute(tx)
  return new Map(rows.map(({ account, points }) => [account, points]))
}

export interface Worth {
  version: number
  fenPerHundred: number
  setBy: string
  setAt: Date
}

/** Oldest first. */
export async function readWorths(db: Db | Tx): Promise<Worth[]> {
  return await db
    .selectFrom('point_worths')
    .innerJoin('staff', 'staff.id', 'point_worths.set_by')
    .select(['version', 'fen_per_hundred as fenPerHundred', 'staff.display_name as setBy', 'set_at as setAt'])
    .orderBy('version')
    .execute()
}

/** @returns false when another was as quick */
export async function insertWorth(tx: Tx, worth: PointWorthTable): Promise<boolean> {
  const added = await sql`
    INSERT INTO point_worths (version, fen_per_hundred, set_by, set_at)
    SELECT ${worth.version}::integer, ${worth.fen_per_hundred}::integer, ${worth.set_by}::uuid, ${worth.set_at}::timestamptz
     WHERE COALESCE((SELECT max(version) FROM point_worths), 0) = ${worth.version - 1}
        ON CONFLICT DO NOTHING`.execute(tx)
  return added.numAffectedRows === 1n
}
