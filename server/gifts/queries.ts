import type { Insertable, Selectable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Gift } from './schema.ts'
import type { GiftTable } from './table.ts'

export const GIFT = [
  'gifts.id',
  'name_zh',
  'name_en',
  'picture',
  'price_points',
  'gifts.kind',
  'voucher_terms',
] as const

type GiftRow = Selectable<GiftTable>

export const asGift = (row: Omit<GiftRow, 'created_at'>): Gift => ({
  id: row.id,
  nameZh: row.name_zh,
  nameEn: row.name_en,
  picture: row.picture,
  pricePoints: Number(row.price_points),
  kind: row.kind,
  voucher: row.voucher_terms,
})

export async function listGifts(db: Db): Promise<Gift[]> {
  const rows = await db.selectFrom('gifts').select(GIFT).orderBy('price_points').orderBy('name_zh').execute()
  return rows.map(asGift)
}

export async function findGift(db: Db | Tx, giftId: string): Promise<Gift | undefined> {
  const row = await db.selectFrom('gifts').select(GIFT).where('id', '=', giftId).executeTakeFirst()
  return row && asGift(row)
}

/** By id. */
export async function findGifts(tx: Tx, giftIds: readonly string[]): Promise<Map<string, Gift>> {
  const rows = await tx
    .selectFrom('gifts')
    .select(GIFT)
    .where('id', 'in', [...giftIds])
    .execute()
  return new Map(rows.map((row) => [row.id, asGift(row)]))
}

/** @returns false when a gift of this Chinese name exists */
export async function insertGift(tx: Tx, gift: Insertable<GiftTable>): Promise<boolean> {
  const row = await tx
    .insertInto('gifts')
    .values(gift)
    .onConflict((conflict) => conflict.column('name_zh').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
