import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import type { Work } from '../platform/work.ts'
import { monthsAfterMoment, type LevelWay, type Rules } from '../programmes/index.ts'
import type { Figures } from './figures.ts'
import { NET } from './queries.ts'
import { reachedLevel, windowsOf } from './reaching.ts'
import { nextReviewAt } from './reviewing.ts'

interface Rise {
  memberId: string
  from: string
  to: string
  way: LevelWay
  until: Date
}

/**
 * Moves many members up to what they have bought, as `moveUp` moves one, in a handful of statements and with one entry of
 * the audit. @returns how many it moved
 */
export async function raiseMany(
  work: Work,
  rules: Rules,
  { memberIds, reference }: { memberIds: readonly string[]; reference: string },
): Promise<number> {
  const windows = windowsOf(rules.levels, 'purchase')
  if (windows.length === 0 || memberIds.length === 0) return 0
  const members = await lockMembers(work.tx, memberIds)
  const figures = new Map<number | null, Map<string, Figures>>()
  for (const months of windows) figures.set(months, await figuresOfMany(work.tx, members, months))
  const rises = members.flatMap(({ id, level, lastSale }): Rise[] => {
    const own = new Map(
      windows.flatMap((months) => {
        const found = figures.get(months)?.get(id)
        return found ? [[months, found] as const] : []
      }),
    )
    const reached = reachedLevel(rules, { level, windows: own, looking: 'purchase' })
    return reached
      ? [{ memberId: id, from: level, to: reached.level.code, way: reached.way, until: lastSale }]
      : []
  })
  if (rises.length > 0) await writeRises(work, rules, { rises, reference })
  return rises.length
}

interface Buyer {
  id: string
  level: string
  lastSale: Date
}

/** Held to the transaction's end, in the order of their ids; whoever has bought nothing is left out. */
async function lockMembers(tx: Tx, memberIds: readonly string[]): Promise<Buyer[]> {
  const { rows } = await sql<Buyer>`
    SELECT m.id, m.level, (SELECT max(sold_at) FROM purchases p WHERE p.member_id = m.id) AS "lastSale"
      FROM members m WHERE m.id = ANY (${memberIds}::uuid[]) ORDER BY m.id FOR NO KEY UPDATE`.execute(tx)
  return rows.filter(({ lastSale }) => (lastSale as Date | null) !== null)
}

/** Of each over so many months up to their last purchase. */
async function figuresOfMany(
  tx: Tx,
  members: readonly Buyer[],
  months: number | null,
): Promise<Map<string, Figures>> {
  const asked = members.map(({ id, lastSale }) => ({
    member_id: id,
    after: months === null ? null : monthsAfterMoment(lastSale, -months),
    until: lastSale,
  }))
  const { rows } = await sql<{
    id: string
    spend: bigint
    purchases: number
    months: number
    largest: bigint
  }>`
    SELECT a.member_id AS id, sum(net)::bigint AS spend, count(*)::int AS purchases, max(net) AS largest,
           count(DISTINCT date_trunc('month', sold_at AT TIME ZONE 'Asia/Shanghai'))::int AS months
      FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) a (member_id uuid, after timestamptz, until timestamptz)
     CROSS JOIN LATERAL (${NET} WHERE p.member_id = a.member_id AND p.sold_at <= a.until
                                  AND (a.after IS NULL OR p.sold_at > a.after)) kept
     WHERE net > 0 GROUP BY a.member_id`.execute(tx)
  return new Map(
    rows.map(({ id, spend, purchases, months: activeMonths, largest }) => [
      id,
      { spendFen: spend, purchases, activeMonths, largestFen: largest, complaints: 0 },
    ]),
  )
}

async function writeRises(
  work: Work,
  rules: Rules,
  { rises, reference }: { rises: readonly Rise[]; reference: string },
): Promise<void> {
  const { tx, now } = work
  const crossed = await momentsOfSpend(tx, rises)
  const rows = rises.map(({ memberId, from, to, until }) => {
    const effectiveAt = crossed.get(memberId) ?? until
    return {
      member_id: memberId,
      id: derivedId(work.id, `level/${memberId}`),
      from_level: from,
      to_level: to,
      effective_at: effectiveAt < now ? effectiveAt : now,
      review_at: nextReviewAt(rules, to, now),
    }
  })
  const json = sql`${JSON.stringify(rows)}::jsonb`
  await sql`
    INSERT INTO level_changes (member_id, position, id, kind, from_level, to_level, effective_at, recorded_at, reference)
    SELECT r.member_id, coalesce((SELECT max(position) FROM level_changes c WHERE c.member_id = r.member_id), 0) + 1,
           r.id, 'reached', r.from_level, r.to_level, r.effective_at, ${now}, ${reference}
      FROM jsonb_populate_recordset(NULL::level_changes, ${json}) r`.execute(tx)
  await sql`
    UPDATE members m SET level = r.to_level, level_review_at = r.review_at
      FROM jsonb_to_recordset(${json}) r (member_id uuid, to_level text, review_at timestamptz)
     WHERE m.id = r.member_id`.execute(tx)
  await audit(work, {
    action: 'level.reached-together',
    subject: reference,
    details: { members: rises.length },
  })
}

/** When what was paid ever came to what the level asks, for those who reached it in that way. */
async function momentsOfSpend(tx: Tx, rises: readonly Rise[]): Promise<Map<string, Date>> {
  const asked = rises.flatMap(({ memberId, way }) =>
    way.kind === 'spend' && way.months === null ? [{ member_id: memberId, fen: way.fen }] : [],
  )
  const { rows } = await sql<{ id: string; at: Date }>`
    SELECT id, min(sold_at) AS at
      FROM (SELECT a.member_id AS id, a.fen, sold_at,
                   sum(net) OVER (PARTITION BY a.member_id ORDER BY sold_at, kept.id) AS spent
              FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) a (member_id uuid, fen bigint)
             CROSS JOIN LATERAL (${NET} WHERE p.member_id = a.member_id) kept) running
     WHERE spent >= fen GROUP BY id`.execute(tx)
  return new Map(rows.map(({ id, at }) => [id, at]))
}
