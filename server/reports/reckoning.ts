import { sql } from 'kysely'

/** Moments of recording: the first included, the last not. */
export interface Span {
  from: Date
  until: Date
}

const monthIn = (column: string) =>
  sql`date_trunc('month', ${sql.ref(column)} AT TIME ZONE 'Asia/Shanghai')::date`

/** What moved between two accounts, by the month in which it was written and the one in which it was earned. */
export const flowsIn = ({ from, until }: Span) => sql`
  SELECT ${monthIn('t.recorded_at')} AS month, ${monthIn('l.earned_at')} AS earned_month,
         t.from_account, t.to_account, t.reason, SUM(COALESCE(p.points, t.points))::bigint AS points
    FROM points_transfers t
    LEFT JOIN points_transfer_lots p
           ON (p.member_id, p.transfer_id, p.recorded_at) = (t.member_id, t.id, t.recorded_at)
          AND p.recorded_at >= ${from} AND p.recorded_at < ${until}
    LEFT JOIN points_lots l ON (l.member_id, l.id) = (p.member_id, p.lot_id)
   WHERE t.recorded_at >= ${from} AND t.recorded_at < ${until}
   GROUP BY 1, 2, 3, 4, 5`

/**
 * Members by the month in which they joined: how many bought, what they earned and redeemed. What a shop brings along
 * from its earlier books was not bought in the month in which it was read in.
 */
export const cohortsIn = ({ from, until }: Span) => sql`
  SELECT month, joined_month, SUM(members)::bigint AS members, SUM(buyers)::bigint AS buyers,
         SUM(earned)::bigint AS earned, SUM(redeemed)::bigint AS redeemed
    FROM (
      SELECT ${monthIn('m.joined_at')} AS month, ${monthIn('m.joined_at')} AS joined_month, count(*) AS members,
             0 AS buyers, 0 AS earned, 0 AS redeemed
        FROM members m WHERE m.joined_at >= ${from} AND m.joined_at < ${until} GROUP BY 1, 2
      UNION ALL
      SELECT b.month, ${monthIn('m.joined_at')}, 0, count(*), 0, 0
        FROM (SELECT DISTINCT member_id, ${monthIn('recorded_at')} AS month FROM purchases
               WHERE recorded_at >= ${from} AND recorded_at < ${until} AND import_id IS NULL) b
        JOIN members m ON m.id = b.member_id GROUP BY 1, 2
      UNION ALL
      SELECT t.month, ${monthIn('m.joined_at')}, 0, 0, SUM(t.earned), SUM(t.redeemed)
        FROM (SELECT member_id, ${monthIn('recorded_at')} AS month,
                     COALESCE(SUM(points) FILTER (WHERE from_account = 'issued'), 0) AS earned,
                     COALESCE(SUM(points) FILTER (WHERE to_account = 'spent'), 0) AS redeemed
                FROM points_transfers
               WHERE recorded_at >= ${from} AND recorded_at < ${until}
                 AND (from_account = 'issued' OR to_account = 'spent') GROUP BY 1, 2) t
        JOIN members m ON m.id = t.member_id GROUP BY 1, 2) parts
   GROUP BY 1, 2`

export const levelFlowsIn = ({ from, until }: Span) => sql`
  SELECT ${monthIn('recorded_at')} AS month, from_level, to_level, kind, count(*) AS changes
    FROM level_changes
   WHERE recorded_at >= ${from} AND recorded_at < ${until} AND from_level <> to_level
   GROUP BY 1, 2, 3, 4`

/** Members who got their first gift for points, by the whole days since they had joined. */
export const firstRedemptionsIn = ({ from, until }: Span) => sql`
  SELECT month, greatest(0, floor(extract(epoch FROM ended_at - joined_at) / 86400))::integer AS days,
         count(*) AS members
    FROM (SELECT DISTINCT ON (r.member_id) r.ended_at, m.joined_at, ${monthIn('r.ended_at')} AS month
            FROM redemptions r JOIN members m ON m.id = r.member_id
           WHERE r.state = 'settled' AND r.ended_at >= ${from} AND r.ended_at < ${until}
             AND NOT EXISTS (SELECT FROM redemptions e
                              WHERE e.member_id = r.member_id AND e.state = 'settled' AND e.ended_at < ${from})
           ORDER BY r.member_id, r.ended_at) firsts
   GROUP BY 1, 2`
