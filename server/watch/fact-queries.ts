import { sql, type RawBuilder } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Fact, FactKind, Least } from './measures.ts'
import type { Noted } from './noted-queries.ts'

interface FactRow {
  kind: FactKind
  id: string
  nth: number
  happened_at: Date
  member_id: string
  card_number: string | null
  till_id: string | null
  cashier: string | null
  counter_id: string | null
  gift_id: string | null
  staff_id: string | null
  fen: bigint
  points: bigint
  owed: bigint
  partner_id: string | null
  noted_at: Date
}

const COLUMNS = sql.raw(
  'kind, id, nth, happened_at, member_id, card_number, till_id, cashier, counter_id, gift_id, staff_id, fen, points, owed, partner_id, noted_at',
)

const asFact = (row: FactRow): Fact => ({
  kind: row.kind,
  id: row.id,
  nth: row.nth,
  at: row.happened_at.getTime(),
  memberId: row.member_id,
  cardNumber: row.card_number,
  tillId: row.till_id,
  cashier: row.cashier,
  counterId: row.counter_id,
  giftId: row.gift_id,
  staffId: row.staff_id,
  fen: Number(row.fen),
  points: Number(row.points),
  owed: Number(row.owed),
  partnerId: row.partner_id,
  notedAt: row.noted_at.getTime(),
})

/** What each kind of entry leads to, learned of now. @returns what is new */
export async function insertFacts(tx: Tx, noted: readonly Noted[], now: Date): Promise<Fact[]> {
  const of = (...actions: string[]) =>
    noted.filter(({ action }) => actions.includes(action)).map(({ id }) => id)
  const sources: [string[], (ids: string[]) => RawBuilder<unknown>][] = [
    [of('purchase.recorded'), purchases],
    [of('purchase.returned'), returns],
    [of('redemption.held'), holds],
    [of('redemption.settled'), settles],
    [of('voucher.used', 'voucher.part-used'), vouchers],
    [of('partner.earn'), partnerEarnings],
  ]
  const inserted: Fact[] = []
  for (const [ids, source] of sources) {
    if (ids.length === 0) continue
    const { rows } = await sql<FactRow>`
      INSERT INTO watch_facts (${COLUMNS}) SELECT source.*, ${now}::timestamptz FROM (${source(ids)}) source
          ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`.execute(tx)
    inserted.push(...rows.map(asFact))
  }
  return inserted
}

const purchases = (ids: string[]) => sql`
  SELECT 'purchase', id, 0, sold_at, member_id, card_number, till_id, cashier, counter_id, NULL::uuid, NULL::uuid,
         paid_fen, points, 0, NULL::uuid
    FROM purchases WHERE id = ANY (${ids}::uuid[])`

const returns = (ids: string[]) => sql`
  SELECT 'return', r.purchase_id, r.position, r.returned_at, p.member_id, p.card_number, r.till_id, r.cashier,
         p.counter_id, NULL::uuid, NULL::uuid, coalesce(r.refund_fen, p.paid_fen), r.points_taken, r.points_owed,
         NULL::uuid
    FROM purchase_returns r JOIN purchases p ON p.id = r.purchase_id
   WHERE r.purchase_id = ANY (${ids}::uuid[])`

const holds = (ids: string[]) => sql`
  SELECT 'held', id, 0, held_at, member_id, NULL, till_id, NULL, NULL::uuid, gift_id, NULL::uuid, 0, points, 0, NULL::uuid
    FROM redemptions WHERE id = ANY (${ids}::uuid[])`

const settles = (ids: string[]) => sql`
  SELECT 'settled', id, 0, ended_at, member_id, NULL, till_id, NULL, NULL::uuid, gift_id, handed_by, 0, points, 0, NULL::uuid
    FROM redemptions WHERE state = 'settled' AND id = ANY (${ids}::uuid[])`

/** One for money is used in a purchase, a benefit at a till or a desk. */
const vouchers = (ids: string[]) => sql`
  SELECT 'voucher', v.id, c.position, coalesce(p.sold_at, c.recorded_at), v.member_id, p.card_number,
         CASE WHEN p.id IS NOT NULL THEN p.till_id
              WHEN c.recorded_by LIKE 'till:%' THEN substring(c.recorded_by FROM 6)::uuid END,
         p.cashier, p.counter_id, NULL::uuid,
         CASE WHEN c.recorded_by LIKE 'staff:%' THEN substring(c.recorded_by FROM 7)::uuid END,
         coalesce(c.fen, 0), 0, 0, NULL::uuid
    FROM voucher_changes c
    JOIN vouchers v ON v.id = c.voucher_id
    LEFT JOIN purchases p ON c.reference = 'purchase:' || p.id
   WHERE c.kind IN ('used', 'part-used') AND v.id = ANY (${ids}::uuid[])`

const partnerEarnings = (ids: string[]) => sql`
  SELECT 'partner-earn', id, 0, happened_at, member_id, NULL, NULL::uuid, NULL, NULL::uuid, NULL::uuid, NULL::uuid,
         coalesce(amount_fen, 0), points, 0, partner_id
    FROM partner_entries WHERE id = ANY (${ids}::uuid[])`

export type Column = 'member_id' | 'desk' | 'handing'

/** What a subject is looked at for: facts from then on, until then. */
export interface Stretch {
  subject: string
  from: Date
  until: Date
}

/** @returns the subjects that have at least so much in their stretch of time */
export async function subjectsWith(
  db: Db | Tx,
  column: Column,
  { stretches, least: { kind, by, many, band } }: { stretches: readonly Stretch[]; least: Least },
): Promise<Set<string>> {
  const { rows } = await sql<{ subject: string }>`
    SELECT s.subject FROM ${listed(stretches)}
     WHERE EXISTS (
       SELECT FROM watch_facts
        WHERE ${sql.ref(column)} = s.subject::${sql.raw(TYPES[column])}
          AND happened_at > s.since AND happened_at <= s.until AND kind = ${kind}
          ${band ? sql`AND fen >= ${band.from} AND fen < ${band.below}` : sql``}
        GROUP BY ${by ? sql.ref(by) : sql`()`} HAVING count(*) >= ${many})`.execute(db)
  return new Set(rows.map(({ subject }) => subject))
}

const listed = (stretches: readonly Stretch[]) => sql`unnest(
  ${stretches.map(({ subject }) => subject)}::text[], ${stretches.map(({ from }) => from)}::timestamptz[],
  ${stretches.map(({ until }) => until)}::timestamptz[]) s (subject, since, until)`

/** Facts of subjects in a stretch of time each, in the order of time. */
export async function factsOf(
  db: Db | Tx,
  column: Column,
  stretches: readonly Stretch[],
): Promise<Map<string, Fact[]>> {
  const found = new Map<string, Fact[]>()
  if (stretches.length === 0) return found
  const { rows } = await sql<FactRow & { subject: string }>`
    SELECT s.subject, f.* FROM ${listed(stretches)}
     CROSS JOIN LATERAL (
       SELECT ${COLUMNS} FROM watch_facts
        WHERE ${sql.ref(column)} = s.subject::${sql.raw(TYPES[column])}
          AND happened_at > s.since AND happened_at <= s.until) f
     ORDER BY f.happened_at, f.kind, f.id, f.nth`.execute(db)
  for (const row of rows) {
    const facts = found.get(row.subject)
    if (facts) facts.push(asFact(row))
    else found.set(row.subject, [asFact(row)])
  }
  return found
}

const TYPES: Record<Column, string> = { member_id: 'uuid', desk: 'text', handing: 'text' }

/** What happened at a counter or with a gift in a stretch of time and was learned of after a moment. */
export interface Part extends Stretch {
  kind: FactKind
  column: 'counter_id' | 'gift_id'
  notedAfter: Date
}

const isOfPart = ({ kind, column, subject, from, until, notedAfter }: Part) => sql`
  kind = ${kind} AND ${sql.ref(column)} = ${subject} AND happened_at >= ${from} AND happened_at <= ${until}
     AND noted_at > ${notedAfter}`

export async function sumOf(db: Db | Tx, part: Part): Promise<{ facts: number; points: number }> {
  const { rows } = await sql<{ facts: number; points: bigint }>`
    SELECT count(*)::integer AS facts, coalesce(sum(points), 0)::bigint AS points
      FROM watch_facts WHERE ${isOfPart(part)}`.execute(db)
  return { facts: rows[0]?.facts ?? 0, points: Number(rows[0]?.points ?? 0n) }
}

/** The facts that weigh most. */
export async function weightiest(tx: Tx, part: Part, limit: number): Promise<Fact[]> {
  const { rows } = await sql<FactRow>`
    SELECT ${COLUMNS} FROM watch_facts WHERE ${isOfPart(part)}
     ORDER BY points DESC, happened_at DESC, id LIMIT ${limit}`.execute(tx)
  return rows.map(asFact)
}

/** So many have their facts in memory at once: a till has more than a member. */
const SUBJECTS_AT_ONCE: Record<Column, number> = { member_id: 500, desk: 20, handing: 20 }

/** All facts of a stretch of time, subject by subject, each in the order of time. */
export async function* factsBySubject(
  db: Db,
  column: Column,
  { from, until }: Omit<Stretch, 'subject'>,
): AsyncGenerator<[string, Fact[]]> {
  const subject = sql.ref(column)
  const type = sql.raw(TYPES[column])
  for (let after: string | undefined; ;) {
    const { rows } = await sql<{ subject: string }>`
      SELECT DISTINCT ${subject} AS subject FROM watch_facts
       WHERE happened_at > ${from} AND happened_at <= ${until} AND ${subject} IS NOT NULL
         ${after === undefined ? sql`` : sql`AND ${subject} > ${after}::${type}`}
       ORDER BY 1 LIMIT ${SUBJECTS_AT_ONCE[column]}`.execute(db)
    yield* await factsOf(
      db,
      column,
      rows.map((row) => ({ subject: row.subject, from, until })),
    )
    after = rows.at(-1)?.subject
    if (after === undefined) return
  }
}

/** Facts are looked at again for so long; comparisons with the past have their sums. */
const KEPT_DAYS = 120
const SUMS_KEPT_DAYS = 400

export async function forgetFacts(db: Db, now: Date): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000)
  await sql`DELETE FROM watch_facts WHERE happened_at < ${before(KEPT_DAYS)}`.execute(db)
  await sql`DELETE FROM watch_sums WHERE slot < ${before(SUMS_KEPT_DAYS)}`.execute(db)
}
