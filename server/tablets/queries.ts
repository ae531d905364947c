import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { SettledAs } from './schema.ts'
import type { TabletEntryTable, TabletTable } from './table.ts'

const TABLET = [
  'id',
  'booth_id',
  'name',
  'public_key',
  'paired_by',
  'paired_at',
  'revoked_by',
  'revoked_at',
  'last_request_ms',
  'last_number',
  'last_hash',
  'last_happened_at',
  'seen_at',
  'waiting',
  'clock_offset_ms',
  'reported_offset_ms',
] as const

const tablets = (db: Db | Tx) => db.selectFrom('tablets').select(TABLET)
export type TabletRow = NonNullable<Awaited<ReturnType<typeof findTablet>>>

export const findTablet = (db: Db | Tx, tabletId: string) =>
  tablets(db).where('id', '=', tabletId).executeTakeFirst()

/** Of a tablet that is known to exist. */
export const tabletById = (db: Db | Tx, tabletId: string): Promise<TabletRow> =>
  tablets(db).where('id', '=', tabletId).executeTakeFirstOrThrow()

/** Held to the transaction's end: one tablet's entries are judged one after another. */
export const lockTablet = (tx: Tx, tabletId: string): Promise<TabletRow> =>
  tablets(tx).where('id', '=', tabletId).forUpdate().executeTakeFirstOrThrow()

type NewTabletRow = Pick<TabletTable, 'id' | 'booth_id' | 'name' | 'public_key' | 'paired_by' | 'paired_at'>

/** @returns false when another tablet has this key */
export async function insertTablet(tx: Tx, tablet: NewTabletRow): Promise<boolean> {
  const row = await tx
    .insertInto('tablets')
    .values({
      ...tablet,
      revoked_by: null,
      revoked_at: null,
      last_happened_at: null,
      seen_at: tablet.paired_at,
      waiting: null,
      clock_offset_ms: null,
    })
    .onConflict((conflict) => conflict.column('public_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** @returns undefined when `ms` is higher than any before, otherwise the highest */
export async function raiseRequestMs(db: Db, tabletId: string, ms: bigint): Promise<bigint | undefined> {
  const raised = await db
    .updateTable('tablets')
    .set({ last_request_ms: ms })
    .where('id', '=', tabletId)
    .where('last_request_ms', '<', ms)
    .returning('id')
    .executeTakeFirst()
  return raised ? undefined : (await findTablet(db, tabletId))?.last_request_ms
}

/** Notes that a tablet was heard of, and what it said of itself. */
export async function noteSeen(
  db: Db | Tx,
  tabletId: string,
  seen: { seen_at: Date; waiting?: number; clock_offset_ms?: bigint },
): Promise<void> {
  await db.updateTable('tablets').set(seen).where('id', '=', tabletId).execute()
}

export type EntryRow = TabletEntryTable

export const findEntries = (
  db: Db | Tx,
  tabletId: string,
  numbers: readonly number[],
): Promise<Pick<EntryRow, 'number' | 'text_hash' | 'verdict' | 'reason' | 'action'>[]> =>
  db
    .selectFrom('tablet_entries')
    .select(['number', 'text_hash', 'verdict', 'reason', 'action'])
    .where('tablet_id', '=', tabletId)
    .where(sql<boolean>`number = ANY (${numbers}::integer[])`)
    .execute()

/** How the office has settled texts that were held, by their hashes; not of copies whose signature was wrong. */
export async function findSettled(
  tx: Tx,
  tabletId: string,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, SettledAs>> {
  const rows = await tx
    .selectFrom('tablet_held')
    .select(['text_hash', 'settled_as'])
    .where('tablet_id', '=', tabletId)
    .where('is_signed', '=', true)
    .where(sql<boolean>`text_hash = ANY (${hashes}::char(64)[])`)
    .execute()
  return new Map(rows.flatMap((row) => (row.settled_as ? [[row.text_hash, row.settled_as]] : [])))
}

/** Whether a text with this hash was held: what follows it follows no chain of ours. */
export async function isHeld(tx: Tx, tabletId: string, hash: string | undefined): Promise<boolean> {
  const row = await tx
    .selectFrom('tablet_held')
    .select('id')
    .where('tablet_id', '=', tabletId)
    .where('text_hash', '=', hash ?? '')
    .where('because', '<>', 'exported') // a saved queue follows the chain
    .executeTakeFirst()
  return row !== undefined
}

/** Writes an entry down with its verdict and moves the chain on. */
export async function insertEntry(tx: Tx, entry: EntryRow): Promise<void> {
  await tx.insertInto('tablet_entries').values(entry).execute()
  await tx
    .updateTable('tablets')
    .set({ last_number: entry.number, last_hash: entry.text_hash, last_happened_at: entry.happened_at })
    .where('id', '=', entry.tablet_id)
    .execute()
}

/** The cards that lie at a place and nobody has yet, with the level that each was made for. */
export const cardsLyingAt = (db: Db, placeId: string): Promise<{ cardNumber: string; level: string }[]> =>
  db
    .selectFrom('cards')
    .innerJoin('batches', 'batches.id', 'cards.batch_id')
    .select(['card_number as cardNumber', 'level'])
    .where('place_id', '=', placeId)
    .where('cards.state', '=', 'encoded')
    .execute()
