import type { Db, Tx } from '../platform/database.ts'
import type { Laptop } from './laptop-schema.ts'
import type { LaptopTable } from './table.ts'

export const findLaptop = (db: Db | Tx, laptopId: string) =>
  db
    .selectFrom('laptops')
    .select(['id', 'drive_id', 'name', 'public_key', 'revoked_at', 'last_request_ms'])
    .where('id', '=', laptopId)
    .executeTakeFirst()

type NewLaptopRow = Pick<
  LaptopTable,
  'id' | 'drive_id' | 'name' | 'public_key' | 'paired_by' | 'paired_at' | 'seen_at'
>

/** @returns false when another laptop has this key */
export async function insertLaptop(tx: Tx, laptop: NewLaptopRow): Promise<boolean> {
  const row = await tx
    .insertInto('laptops')
    .values({ ...laptop, revoked_by: null, revoked_at: null, waiting_since: null })
    .onConflict((conflict) => conflict.column('public_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** @returns undefined when `ms` is higher than any before, otherwise the highest */
export async function raiseLaptopMs(db: Db, laptopId: string, ms: bigint): Promise<bigint | undefined> {
  const raised = await db
    .updateTable('laptops')
    .set({ last_request_ms: ms })
    .where('id', '=', laptopId)
    .where('last_request_ms', '<', ms)
    .returning('id')
    .executeTakeFirst()
  return raised ? undefined : (await findLaptop(db, laptopId))?.last_request_ms
}

/** Notes what a laptop said of itself. @returns what it had said before, undefined for one that is revoked */
export async function noteCheckIn(
  tx: Tx,
  laptopId: string,
  said: Pick<LaptopTable, 'waiting_since'> & { seen_at: Date; waiting: number },
): Promise<{ waiting: number } | undefined> {
  const before = await tx
    .selectFrom('laptops')
    .select('waiting')
    .where('id', '=', laptopId)
    .where('revoked_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (before) await tx.updateTable('laptops').set(said).where('id', '=', laptopId).execute()
  return before
}

export async function listLaptops(db: Db, driveId: string): Promise<Laptop[]> {
  const rows = await db
    .selectFrom('laptops')
    .innerJoin('staff as p', 'p.id', 'laptops.paired_by')
    .leftJoin('staff as r', 'r.id', 'laptops.revoked_by')
    .select([
      'laptops.id',
      'laptops.name',
      'paired_by',
      'p.display_name as paired_by_name',
      'paired_at',
      'revoked_by',
      'r.display_name as revoked_by_name',
      'revoked_at',
      'seen_at',
      'waiting',
      'waiting_since',
    ])
    .where('drive_id', '=', driveId)
    .orderBy((one) => one('revoked_at', 'is not', null))
    .orderBy('laptops.name')
    .orderBy('paired_at')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    pairedBy: { staffId: row.paired_by, displayName: row.paired_by_name },
    pairedAt: row.paired_at.toISOString(),
    revokedBy:
      row.revoked_by === null || row.revoked_by_name === null
        ? null
        : { staffId: row.revoked_by, displayName: row.revoked_by_name },
    revokedAt: row.revoked_at?.toISOString() ?? null,
    seenAt: row.seen_at.toISOString(),
    waiting: row.waiting,
    waitingSince: row.waiting_since?.toISOString() ?? null,
  }))
}

/** Every tablet of a drive, also those that are revoked. */
export const tabletsOfDrive = (db: Db, driveId: string) =>
  db
    .selectFrom('tablets')
    .innerJoin('booths', 'booths.id', 'tablets.booth_id')
    .select([
      'tablets.id',
      'tablets.name',
      'booth_id as boothId',
      'booths.name as boothName',
      'public_key as publicKey',
      'revoked_at as revokedAt',
    ])
    .where('booths.drive_id', '=', driveId)
    .orderBy('tablets.id')
    .execute()
