import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { EntryVerdict, Roster } from './schema.ts'
import type { GatheredEntryTable } from './table.ts'

export const findGathered = (db: Db | Tx, tabletId: string) =>
  db.selectFrom('gathered_tablets').selectAll().where('id', '=', tabletId).executeTakeFirst()
export type GatheredTablet = NonNullable<Awaited<ReturnType<typeof findGathered>>>

/** Held to the transaction's end: what one tablet sends is kept one request after another. */
export const lockGathered = (tx: Tx, tabletId: string): Promise<GatheredTablet> =>
  tx
    .selectFrom('gathered_tablets')
    .selectAll()
    .where('id', '=', tabletId)
    .forUpdate()
    .executeTakeFirstOrThrow()

/** @returns undefined when `ms` is higher than any before, otherwise the highest */
export async function raiseGatheredMs(db: Db, tabletId: string, ms: bigint): Promise<bigint | undefined> {
  const raised = await db
    .updateTable('gathered_tablets')
    .set({ last_request_ms: ms })
    .where('id', '=', tabletId)
    .where('last_request_ms', '<', ms)
    .returning('id')
    .executeTakeFirst()
  return raised ? undefined : (await findGathered(db, tabletId))?.last_request_ms
}

/** Takes over which tablets there are; none is forgotten, because entries of it may wait. */
export async function writeRoster(tx: Tx, tablets: Roster['tablets']): Promise<void> {
  for (const { id, name, boothId, boothName, publicKey, exportKey, isRevoked } of tablets) {
    const row = {
      booth_id: boothId,
      booth_name: boothName,
      name,
      public_key: Buffer.from(publicKey, 'base64url'),
      export_key: exportKey,
      is_revoked: isRevoked,
    }
    await tx
      .insertInto('gathered_tablets')
      .values({ id, ...row, seen_at: null })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute()
  }
}

export const changeTablet = (
  db: Db | Tx,
  tabletId: string,
  change: { is_broken?: false; is_revoked?: true; seen_at?: Date },
) => db.updateTable('gathered_tablets').set(change).where('id', '=', tabletId).execute()

/** Hashes of the texts in the chain, by their numbers. */
export async function hashesOf(
  db: Db | Tx,
  tabletId: string,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const rows = await db
    .selectFrom('gathered_entries')
    .select(['number', 'text_hash'])
    .where('tablet_id', '=', tabletId)
    .where('in_chain', '=', true)
    .where(sql<boolean>`number = ANY (${numbers}::integer[])`)
    .execute()
  return new Map(rows.flatMap(({ number, text_hash: hash }) => (number === null ? [] : [[number, hash]])))
}

export type NewEntryRow = Omit<GatheredEntryTable, 'verdict' | 'held_at'>

/** Each text once; what headquarters keeps is handed on again, because a person may have judged it since. */
export async function insertEntries(tx: Tx, tabletId: string, rows: readonly NewEntryRow[]): Promise<void> {
  const inChain = rows.flatMap((row) => (row.in_chain ? [row.text_hash] : []))
  for (const row of rows) {
    const { ephemeral_key, iv, content } = row
    await tx
      .insertInto('gathered_entries')
      .values({ ...row, verdict: null, held_at: null })
      .onConflict((conflict) =>
        conflict
          .columns(['tablet_id', 'text_hash'])
          .doUpdateSet({ ephemeral_key, iv, content, held_at: null })
          .where('gathered_entries.held_at', 'is not', null),
      )
      .execute()
  }
  // What came in a broken chain before may follow one by now: its verdict is told with the chain.
  await tx
    .updateTable('gathered_entries')
    .set({ in_chain: true })
    .where('tablet_id', '=', tabletId)
    .where('in_chain', '=', false)
    .where(sql<boolean>`text_hash = ANY (${inChain}::char(64)[])`)
    .execute()
}

/** From now on what the tablet hands in is handed on as it is, and headquarters says what becomes of it. */
export async function breakChain(tx: Tx, tabletId: string): Promise<void> {
  await tx.updateTable('gathered_tablets').set({ is_broken: true }).where('id', '=', tabletId).execute()
  await tx
    .updateTable('gathered_entries')
    .set({ in_chain: false })
    .where('tablet_id', '=', tabletId)
    .where('content', 'is not', null)
    .execute()
}

/** Headquarters' words on some texts. */
export const verdictsOn = async (
  db: Db,
  tabletId: string,
  hashes: readonly string[],
): Promise<EntryVerdict[]> =>
  (
    await db
      .selectFrom('gathered_entries')
      .select('verdict')
      .where('tablet_id', '=', tabletId)
      .where('verdict', 'is not', null)
      .where(sql<boolean>`text_hash = ANY (${hashes}::char(64)[])`)
      .orderBy('number')
      .execute()
  ).flatMap(({ verdict }) => verdict ?? [])

const WAITING = [
  'text_hash',
  'number',
  'in_chain',
  'signature',
  'ephemeral_key',
  'iv',
  'content',
  'offset_ms',
] as const

/** The first that headquarters has no word on, in order. */
export const firstWaiting = (db: Db, tabletId: string, most: number) =>
  db
    .selectFrom('gathered_entries')
    .select(WAITING)
    .where('tablet_id', '=', tabletId)
    .where('content', 'is not', null)
    .orderBy('number')
    .orderBy('gathered_at')
    .limit(most)
    .execute()
export type WaitingRow = Awaited<ReturnType<typeof firstWaiting>>[number]

/** How much waits for headquarters, and since when: of one tablet, or of all. */
export async function countWaiting(
  db: Db,
  tabletId?: string,
): Promise<{ waiting: number; since: Date | null }> {
  const row = await db
    .selectFrom('gathered_entries')
    .select((entries) => [
      entries.fn.countAll<bigint>().as('waiting'),
      entries.fn.min<Date | null>('gathered_at').as('since'),
    ])
    .where('content', 'is not', null)
    .$if(tabletId !== undefined, (query) => query.where('tablet_id', '=', tabletId ?? ''))
    .executeTakeFirstOrThrow()
  return { waiting: Number(row.waiting), since: row.since }
}

export const tabletsWithWaiting = async (db: Db): Promise<string[]> =>
  (
    await db
      .selectFrom('gathered_entries')
      .select('tablet_id')
      .distinct()
      .where('content', 'is not', null)
      .execute()
  ).map((row) => row.tablet_id)

const GONE = { ephemeral_key: null, iv: null, content: null } as const

/** Headquarters' word; what was said is not needed here any more. */
export const settle = (tx: Db | Tx, tabletId: string, hash: string, verdict: EntryVerdict) =>
  tx
    .updateTable('gathered_entries')
    .set({ ...GONE, verdict: JSON.stringify(verdict) })
    .where('tablet_id', '=', tabletId)
    .where('text_hash', '=', hash)
    .execute()

/** Headquarters keeps these for a person to judge. */
export const markHeld = (tx: Db | Tx, tabletId: string, hashes: readonly string[], now: Date) =>
  tx
    .updateTable('gathered_entries')
    .set({ ...GONE, held_at: now, in_chain: false })
    .where('tablet_id', '=', tabletId)
    .where('content', 'is not', null)
    .where(sql<boolean>`text_hash = ANY (${hashes}::char(64)[])`)
    .execute()

/** Texts that nobody can open: the tablet hands them in again. */
export const forget = (tx: Db | Tx, tabletId: string, hashes: readonly string[]) =>
  tx
    .deleteFrom('gathered_entries')
    .where('tablet_id', '=', tabletId)
    .where(sql<boolean>`text_hash = ANY (${hashes}::char(64)[])`)
    .execute()

const MOST_TOLD = 5_000

/** The chain from a number on, with the verdicts that are known. */
export const chainFrom = (db: Db, tabletId: string, first: number) =>
  db
    .selectFrom('gathered_entries')
    .select(['number', 'verdict'])
    .where('tablet_id', '=', tabletId)
    .where('in_chain', '=', true)
    .where('number', '>=', first)
    .orderBy('number')
    .limit(MOST_TOLD)
    .execute()

export const findSeen = (db: Db) =>
  db.selectFrom('headquarters_seen').select(['seen_at', 'refused']).executeTakeFirst()

export async function noteHeadquarters(db: Db | Tx, row: { seen_at: Date; refused: boolean }): Promise<void> {
  await db
    .insertInto('headquarters_seen')
    .values(row)
    .onConflict((conflict) => conflict.column('is_the_one').doUpdateSet(row))
    .execute()
}

/** Every tablet with what of it waits, for whoever stands at the laptop. */
export const listGathered = (db: Db) =>
  db
    .selectFrom('gathered_tablets')
    .leftJoin('gathered_entries', (join) =>
      join.onRef('tablet_id', '=', 'gathered_tablets.id').on('content', 'is not', null),
    )
    .select((tablets) => [
      'gathered_tablets.id',
      'name',
      'booth_name',
      'is_revoked',
      'is_broken',
      'seen_at',
      tablets.fn.count<bigint>('text_hash').as('waiting'),
    ])
    .groupBy('gathered_tablets.id')
    .orderBy('booth_name')
    .orderBy('name')
    .execute()
