import type { Db, Tx } from '../platform/database.ts'
import type { PlaceTable } from './table.ts'

/** @returns false when a place of this name exists */
export async function insertPlace(tx: Tx, place: PlaceTable): Promise<boolean> {
  const row = await tx
    .insertInto('places')
    .values(place)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export const listPlaces = (db: Db): Promise<Pick<PlaceTable, 'id' | 'name' | 'kind'>[]> =>
  db.selectFrom('places').select(['id', 'name', 'kind']).orderBy('kind').orderBy('name').execute()
