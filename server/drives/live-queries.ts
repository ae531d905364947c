import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/** What left each booth from a moment on: `item` is `cards` or a gift's id. */
export async function goneSince(
  db: Db,
  driveId: string,
  since: Date,
): Promise<{ boothId: string; item: string; pieces: number }[]> {
  const result = await sql<{ boothId: string; item: string; pieces: number }>`
    SELECT e.booth_id AS "boothId", i.item, count(*)::integer AS pieces
      FROM enrolments e,
           LATERAL (SELECT 'cards' AS item WHERE e.card_number IS NOT NULL
                    UNION ALL SELECT e.gift_id::text WHERE e.gift_id IS NOT NULL) i
     WHERE e.drive_id = ${driveId} AND e.enrolled_at > ${since}
     GROUP BY 1, 2`.execute(db)
  return result.rows
}

export interface BoothRhythm {
  boothId: string
  firstAt: Date
  lastAt: Date
  /** seconds between two enrolments of the last hour, the median; null without two */
  medianGap: number | null
}

/** When each booth's enrolments of the day began and last came, and how they follow each other. */
export async function rhythmOf(
  db: Db,
  driveId: string,
  { from, to, gapsSince }: { from: Date; to: Date; gapsSince: Date },
): Promise<BoothRhythm[]> {
  const result = await sql<BoothRhythm>`
    SELECT booth_id AS "boothId", min(enrolled_at) AS "firstAt", max(enrolled_at) AS "lastAt",
           percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) FILTER (WHERE gap IS NOT NULL) AS "medianGap"
      FROM (SELECT booth_id, enrolled_at,
                   CASE WHEN enrolled_at > ${gapsSince} THEN
                     extract(epoch FROM enrolled_at - lag(enrolled_at) OVER (PARTITION BY booth_id ORDER BY enrolled_at))
                   END::float8 AS gap
              FROM enrolments
             WHERE drive_id = ${driveId} AND enrolled_at >= ${from} AND enrolled_at < ${to}) e
     GROUP BY booth_id`.execute(db)
  return result.rows
}

export const queuesOf = (db: Db, driveId: string) =>
  db
    .selectFrom('booth_queues')
    .innerJoin('booths', 'booths.id', 'booth_id')
    .select(['booth_id', 'waiting', 'told_at'])
    .where('drive_id', '=', driveId)
    .execute()

/** Tablets of a drive's booths that are in use, and when each was last heard of. */
export const tabletsOf = (db: Db, driveId: string) =>
  db
    .selectFrom('tablets')
    .innerJoin('booths', 'booths.id', 'tablets.booth_id')
    .select(['tablets.booth_id', 'tablets.name', 'seen_at', 'paired_at'])
    .where('drive_id', '=', driveId)
    .where('revoked_at', 'is', null)
    .orderBy('tablets.name')
    .execute()
