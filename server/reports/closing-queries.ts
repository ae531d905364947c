import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { cohortsIn, firstRedemptionsIn, flowsIn, levelFlowsIn, type Span } from './reckoning.ts'

/** The first month that is not closed; undefined where nothing has happened yet. */
export async function firstOpenMonth(db: Db | Tx): Promise<string | undefined> {
  const { rows } = await sql<{ month: string | null }>`
    SELECT to_char(COALESCE(
             (SELECT max(month) + interval '1 month' FROM closed_months),
             (SELECT date_trunc('month', least((SELECT min(recorded_at) FROM points_transfers),
                                               (SELECT min(joined_at) FROM members)) AT TIME ZONE 'Asia/Shanghai'))),
           'YYYY-MM') AS month`.execute(db)
  return rows[0]?.month ?? undefined
}

/** Of several who close the same months at once, one does. @returns how many of them it is to reckon */
export async function claimMonths(
  tx: Tx,
  { from, last, now }: { from: string; last: string; now: Date },
): Promise<number> {
  const claimed = await sql`
    INSERT INTO closed_months (month, closed_at)
    SELECT month, ${now} FROM generate_series(${`${from}-01`}::date, ${`${last}-01`}::date, interval '1 month') month
        ON CONFLICT DO NOTHING`.execute(tx)
  return Number(claimed.numAffectedRows ?? 0n)
}

export async function keepMonths(tx: Tx, span: Span): Promise<void> {
  await sql`
    INSERT INTO closed_flows (month, earned_month, from_account, to_account, reason, points) ${flowsIn(span)}`.execute(
    tx,
  )
  await sql`
    INSERT INTO closed_cohorts (month, joined_month, members, buyers, earned, redeemed) ${cohortsIn(span)}`.execute(
    tx,
  )
  await sql`
    INSERT INTO closed_level_flows (month, from_level, to_level, kind, changes) ${levelFlowsIn(span)}`.execute(
    tx,
  )
  await sql`
    INSERT INTO closed_first_redemptions (month, days, members) ${firstRedemptionsIn(span)}`.execute(tx)
}

/**
 * Closed months that the ledger says otherwise, the first hundred: each month from its transfers; a year that was archived
 * as a whole, from what it left behind.
 */
export async function monthsOutOfBalance(db: Db): Promise<string[]> {
  const closed = await sql<{ from: Date | null; until: Date | null }>`
    SELECT min(month)::timestamp AT TIME ZONE 'Asia/Shanghai' AS "from",
           (max(month) + interval '1 month') AT TIME ZONE 'Asia/Shanghai' AS until FROM closed_months`.execute(
    db,
  )
  const { from, until } = closed.rows[0] ?? {}
  if (!from || !until) return []
  const sides = sql`
    COALESCE(SUM(points) FILTER (WHERE from_account = 'issued'), 0),
    COALESCE(SUM(points) FILTER (WHERE to_account = 'spent'), 0),
    COALESCE(SUM(points) FILTER (WHERE to_account = 'taken-back'), 0),
    COALESCE(SUM(CASE 'expired' WHEN to_account THEN points WHEN from_account THEN -points END), 0),
    COALESCE(SUM(CASE 'corrected' WHEN from_account THEN points WHEN to_account THEN -points END), 0)`
  const { rows } = await sql<{ wrong: string }>`
    WITH archived AS (SELECT make_date(max(year) + 1, 1, 1) AS until FROM points_archives),
    kept AS (
      SELECT month, earned_month, from_account, to_account, reason, points FROM closed_flows
       WHERE month >= COALESCE((SELECT until FROM archived), '-infinity')
    ), told AS (
      ${flowsIn({ from, until })}
    )
    SELECT to_char(month, 'YYYY-MM') AS wrong
      FROM ((SELECT * FROM kept EXCEPT SELECT * FROM told) UNION ALL (SELECT * FROM told EXCEPT SELECT * FROM kept)) others
    UNION
    SELECT to_char(month, 'YYYY-MM')
      FROM (SELECT month, SUM(earned) AS earned, SUM(redeemed) AS redeemed FROM closed_cohorts GROUP BY month) c
      FULL JOIN (SELECT month, COALESCE(SUM(points) FILTER (WHERE from_account = 'issued'), 0) AS earned,
                        COALESCE(SUM(points) FILTER (WHERE to_account = 'spent'), 0) AS redeemed
                   FROM closed_flows GROUP BY month) f USING (month)
     WHERE COALESCE(c.earned, 0) <> COALESCE(f.earned, 0) OR COALESCE(c.redeemed, 0) <> COALESCE(f.redeemed, 0)
    UNION
    SELECT a.year::text FROM points_archives a
     WHERE jsonb_build_array(a.issued, a.spent, a.taken_back, a.expired, a.corrected) <>
           (SELECT jsonb_build_array(${sides}) FROM closed_flows WHERE extract(year FROM month) = a.year)
    UNION
    SELECT extract(year FROM until - 1)::text FROM archived
     WHERE (SELECT jsonb_build_array(COALESCE(SUM(pending), 0), COALESCE(SUM(spendable), 0), COALESCE(SUM(held), 0), COALESCE(SUM(owed), 0))
              FROM points_openings)
           <>
           (SELECT jsonb_build_array(COALESCE(SUM(change) FILTER (WHERE account = 'pending'), 0),
                       COALESCE(SUM(change) FILTER (WHERE account = 'spendable'), 0),
                       COALESCE(SUM(change) FILTER (WHERE account = 'held'), 0),
                       COALESCE(SUM(change) FILTER (WHERE account = 'owed'), 0))
              FROM (SELECT to_account AS account, points AS change FROM closed_flows WHERE month < until
                    UNION ALL SELECT from_account, -points FROM closed_flows WHERE month < until) moved)
     ORDER BY 1 LIMIT 100`.execute(db)
  return rows.map(({ wrong }) => wrong)
}
