import { sql, type Selectable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import type { PartnerEntryTable } from './table.ts'

export type EntryRow = Selectable<PartnerEntryTable>

const ENTRY = [
  'id',
  'partner_id',
  'number',
  'kind',
  'reference',
  'about',
  'member_id',
  'agreement',
  'points',
  'amount_fen',
  'fen',
  'balance_fen',
  'happened_at',
  'recorded_at',
  'month',
  'final_at',
  'note',
  'made_by',
] as const

/** Writes an entry and counts it in the partner's account, which must be held. */
export async function insertEntry(tx: Tx, entry: EntryRow): Promise<void> {
  await tx.insertInto('partner_entries').values(entry).execute()
  await tx
    .updateTable('partners')
    .set({ entries: entry.number, balance_fen: entry.balance_fen })
    .where('id', '=', entry.partner_id)
    .execute()
}

/** What a partner did under its own number. */
export const findByReference = (
  tx: Tx,
  partnerId: string,
  reference: string,
): Promise<EntryRow | undefined> =>
  tx
    .selectFrom('partner_entries')
    .select(ENTRY)
    .where('partner_id', '=', partnerId)
    .where('reference', '=', reference)
    .where('kind', 'in', ['earn', 'burn'])
    .executeTakeFirst()

export const findEntry = (tx: Tx, partnerId: string, id: string): Promise<EntryRow | undefined> =>
  tx
    .selectFrom('partner_entries')
    .select(ENTRY)
    .where('partner_id', '=', partnerId)
    .where('id', '=', id)
    .executeTakeFirst()

export const isCancelled = async (tx: Tx, entryId: string): Promise<boolean> =>
  (await tx
    .selectFrom('partner_entries')
    .select('id')
    .where('about', '=', entryId)
    .where('kind', 'in', ['earn-cancelled', 'burn-cancelled'])
    .executeTakeFirst()) !== undefined

/** Points given or burned at a partner in a span of time, without what was cancelled. */
export async function pointsBetween(
  tx: Tx,
  { partnerId, kind, from, until }: { partnerId: string; kind: 'earn' | 'burn'; from: Date; until: Date },
): Promise<bigint> {
  const { rows } = await sql<{ points: bigint }>`
    SELECT COALESCE(SUM(points), 0)::bigint AS points FROM partner_entries e
     WHERE partner_id = ${partnerId} AND kind = ${kind} AND happened_at >= ${from} AND happened_at < ${until}
       AND NOT EXISTS (SELECT FROM partner_entries c
                        WHERE c.about = e.id AND c.kind IN ('earn-cancelled', 'burn-cancelled'))`.execute(tx)
  return rows[0]?.points ?? 0n
}

/** Newest first; of one month where it is named. */
export const listEntries = (
  db: Db,
  partnerId: string,
  { month, before, limit }: { month?: string | undefined; before?: bigint | undefined; limit: number },
): Promise<EntryRow[]> =>
  db
    .selectFrom('partner_entries')
    .select(ENTRY)
    .where('partner_id', '=', partnerId)
    .$if(month !== undefined, (query) => query.where('month', '=', month ?? ''))
    .$if(before !== undefined, (query) => query.where('number', '<', before ?? 0n))
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()

/** All of a month, in the order of writing. */
export const entriesOfMonth = (db: Db, partnerId: string, month: string): Promise<EntryRow[]> =>
  db
    .selectFrom('partner_entries')
    .select(ENTRY)
    .where('partner_id', '=', partnerId)
    .where('month', '=', month)
    .orderBy('number')
    .execute()

export interface Sums {
  entries: bigint
  given_points: bigint
  given_fen: bigint
  burned_points: bigint
  burned_fen: bigint
  adjusted_fen: bigint
  net_fen: bigint
}

/** Entries are in whole fen, so that a month is their plain sum. */
const SUMS = sql`
  count(*) AS entries,
  COALESCE(SUM(CASE kind WHEN 'earn' THEN points WHEN 'earn-cancelled' THEN -points END), 0)::bigint AS given_points,
  COALESCE(SUM(fen) FILTER (WHERE kind IN ('earn', 'earn-cancelled')), 0)::bigint AS given_fen,
  COALESCE(SUM(CASE kind WHEN 'burn' THEN points WHEN 'burn-cancelled' THEN -points END), 0)::bigint AS burned_points,
  COALESCE(-SUM(fen) FILTER (WHERE kind IN ('burn', 'burn-cancelled')), 0)::bigint AS burned_fen,
  COALESCE(SUM(fen) FILTER (WHERE kind = 'adjustment'), 0)::bigint AS adjusted_fen,
  COALESCE(SUM(fen), 0)::bigint AS net_fen`

export async function sumsOfMonth(tx: Tx, partnerId: string, month: string): Promise<Sums> {
  const { rows } = await sql<Sums>`
    SELECT ${SUMS} FROM partner_entries WHERE partner_id = ${partnerId} AND month = ${month}::date`.execute(
    tx,
  )
  const [sums] = rows
  assert(sums, 'a sum has a row')
  return sums
}

/** Every month with entries, newest first. */
export async function sumsByMonth(db: Db, partnerId: string): Promise<(Sums & { month: string })[]> {
  const { rows } = await sql<Sums & { month: string }>`
    SELECT month, ${SUMS} FROM partner_entries WHERE partner_id = ${partnerId}
     GROUP BY month ORDER BY month DESC`.execute(db)
  return rows
}

export interface Hold {
  entry_id: string
  partner_id: string
  member_id: string
  points: bigint
}

export async function insertHold(tx: Tx, hold: { entryId: string; settlesAt: Date; isSettled: boolean }) {
  await tx
    .insertInto('partner_holds')
    .values({
      entry_id: hold.entryId,
      settles_at: hold.settlesAt,
      state: hold.isSettled ? 'settled' : 'held',
    })
    .execute()
}

/** Moves a hold on once. @returns false when somebody else has */
export async function endHold(tx: Tx, entryId: string, state: 'settled' | 'void'): Promise<boolean> {
  const row = await tx
    .updateTable('partner_holds')
    .set({ state })
    .where('entry_id', '=', entryId)
    .where('state', '=', 'held')
    .returning('entry_id')
    .executeTakeFirst()
  return row !== undefined
}

/** One burn whose time to be cancelled is over, held; those that others are just at are passed over. */
export const lockDueHold = (tx: Tx, now: Date): Promise<Hold | undefined> =>
  tx
    .selectFrom('partner_holds')
    .innerJoin('partner_entries', 'partner_entries.id', 'partner_holds.entry_id')
    .select(['entry_id', 'partner_id', 'points'])
    .select(sql<string>`partner_entries.member_id`.as('member_id'))
    .where('partner_holds.state', '=', 'held')
    .where('settles_at', '<=', now)
    .orderBy('settles_at')
    .limit(1)
    .forUpdate('partner_holds')
    .skipLocked()
    .executeTakeFirst()

/**
 * Partners whose books contradict themselves or the members': a number that is missing, a balance that is not the sum, a
 * settlement that is not its month's, points that no member has got or that none has spent.
 */
export async function partnersOutOfBalance(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT p.id FROM partners p
      LEFT JOIN LATERAL (SELECT count(*) AS entries, COALESCE(max(number), 0) AS last, COALESCE(SUM(fen), 0) AS fen
                           FROM partner_entries e WHERE e.partner_id = p.id) e ON true
     WHERE (p.entries, p.entries, p.balance_fen) IS DISTINCT FROM (e.entries, e.last, e.fen::bigint)
    UNION
    SELECT partner_id FROM (
      SELECT partner_id, balance_fen, SUM(fen) OVER (PARTITION BY partner_id ORDER BY number) AS so_far
        FROM partner_entries) running WHERE balance_fen <> so_far
    UNION
    SELECT s.partner_id FROM partner_settlements s
      LEFT JOIN LATERAL (SELECT ${SUMS} FROM partner_entries e
                          WHERE e.partner_id = s.partner_id AND e.month = s.month) m ON true
     WHERE s.state <> 'refused'
       AND (s.entries, s.given_points, s.given_fen, s.burned_points, s.burned_fen, s.adjusted_fen, s.net_fen)
           IS DISTINCT FROM (m.entries, m.given_points, m.given_fen, m.burned_points, m.burned_fen, m.adjusted_fen, m.net_fen)
    UNION
    SELECT e.partner_id FROM partner_entries e
      LEFT JOIN points_lots l ON l.member_id = e.member_id AND l.reference = 'partner-entry:' || e.id
     WHERE e.kind = 'earn' AND l.points IS DISTINCT FROM e.points
    UNION
    SELECT e.partner_id FROM partner_entries e LEFT JOIN partner_holds h ON h.entry_id = e.id
     WHERE e.kind = 'burn'
       AND e.recorded_at >= COALESCE((SELECT make_timestamptz(max(year) + 1, 1, 1, 0, 0, 0, 'Asia/Shanghai')
                                        FROM points_archives), '-infinity')
       AND (h.state IS NULL OR e.points <> (
         SELECT COALESCE(SUM(t.points), 0) FROM points_transfers t
          WHERE t.member_id = e.member_id AND t.reference = 'partner-entry:' || e.id
            AND CASE h.state WHEN 'held' THEN t.to_account = 'held'
                             WHEN 'settled' THEN t.from_account = 'held' AND t.to_account = 'spent'
                             ELSE t.from_account = 'held' AND t.to_account = 'spendable' END))
     ORDER BY 1 LIMIT 100`.execute(db)
  return rows.map(({ id }) => id)
}
