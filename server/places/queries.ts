import type { Db, Tx } from '../platform/database.ts'
import type { Place, Position } from './schema.ts'
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

const PLACE = ['id', 'name', 'kind', 'latitude_e6', 'longitude_e6'] as const

const asPlace = (row: Pick<PlaceTable, (typeof PLACE)[number]>): Place => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  position:
    row.latitude_e6 === null || row.longitude_e6 === null
      ? null
      : { latitudeE6: row.latitude_e6, longitudeE6: row.longitude_e6 },
})

export async function listPlaces(db: Db): Promise<Place[]> {
  const rows = await db.selectFrom('places').select(PLACE).orderBy('kind').orderBy('name').execute()
  return rows.map(asPlace)
}

/** @returns undefined when there is no such place */
export async function setPosition(tx: Tx, placeId: string, position: Position): Promise<Place | undefined> {
  const row = await tx
    .updateTable('places')
    .set({ latitude_e6: position.latitudeE6, longitude_e6: position.longitudeE6 })
    .where('id', '=', placeId)
    .returning(PLACE)
    .executeTakeFirst()
  return row && asPlace(row)
}
