import { sql, type Insertable } from 'kysely'
import type { Side } from '../../card-designs/engine/design.ts'
import type { Database, Db, Tx } from '../platform/database.ts'
import type { AssetRow } from './table.ts'

interface PicturePlace {
  designId: string
  number: number
  side: Side
}

const pictureAt = (db: Db, { designId, number, side }: PicturePlace) =>
  db
    .selectFrom('design_pictures')
    .where('design_id', '=', designId)
    .where('number', '=', number)
    .where('side', '=', side)

export async function findPicture(db: Db, place: PicturePlace): Promise<string | undefined> {
  const row = await pictureAt(db, place).select('svg').executeTakeFirst()
  return row?.svg
}

/** Keeps the first; who paints the same picture at the same moment changes nothing. */
export async function keepPicture(tx: Tx, picture: Insertable<Database['design_pictures']>): Promise<void> {
  await tx
    .insertInto('design_pictures')
    .values(picture)
    .onConflict((conflict) => conflict.columns(['design_id', 'number', 'side']).doNothing())
    .execute()
}

export async function findLightPicture(db: Db, place: PicturePlace): Promise<Uint8Array | undefined> {
  const row = await pictureAt(db, place).select('light').executeTakeFirst()
  return row?.light ?? undefined
}

export async function keepLightPicture(
  tx: Tx,
  { designId, number, side }: PicturePlace,
  light: Uint8Array,
): Promise<void> {
  await tx
    .updateTable('design_pictures')
    .set({ light })
    .where('design_id', '=', designId)
    .where('number', '=', number)
    .where('side', '=', side)
    .execute()
}

const ASSET_FACTS = ['sha256', 'media_type', 'width_px', 'height_px'] as const

export type AssetFacts = Pick<AssetRow, (typeof ASSET_FACTS)[number]> & { size: number }

/** Of those that are there. */
export async function assetFacts(db: Db | Tx, hashes: readonly string[]): Promise<AssetFacts[]> {
  if (hashes.length === 0) return []
  return db
    .selectFrom('design_assets')
    .select([...ASSET_FACTS, sql<number>`octet_length(bytes)`.as('size')])
    .where('sha256', 'in', hashes)
    .orderBy('sha256')
    .execute()
}

export async function assetBytes(
  db: Db | Tx,
  hashes: readonly string[],
): Promise<Pick<AssetRow, 'sha256' | 'media_type' | 'bytes'>[]> {
  if (hashes.length === 0) return []
  return db
    .selectFrom('design_assets')
    .select(['sha256', 'media_type', 'bytes'])
    .where('sha256', 'in', hashes)
    .execute()
}

export async function insertAsset(tx: Tx, asset: Insertable<Database['design_assets']>): Promise<void> {
  await tx
    .insertInto('design_assets')
    .values(asset)
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute()
}
