import type { Db, Tx } from '../platform/database.ts'
import type { DriverNotice, Station, StationDevice } from './schema.ts'
import type { StationTable } from './table.ts'

const STATION = [
  'id',
  'name',
  'simulated',
  'approved_for_blanks',
  'seen_at',
  'is_up',
  'devices',
  'notices',
] as const

/** A server that died could not say that its stations are down: what was not seen for this long is not up. */
const STALE_MS = 15_000

/** An older server kept no system. */
type KeptNotice = Omit<DriverNotice, 'system'> & Partial<Pick<DriverNotice, 'system'>>

const stations = (db: Db | Tx) => db.selectFrom('stations').select(STATION).where('revoked_at', 'is', null)

const asStation =
  (now: Date) =>
  (row: {
    id: string
    name: string
    simulated: boolean
    approved_for_blanks: boolean
    seen_at: Date | null
    is_up: boolean
    devices: StationDevice[]
    notices: KeptNotice[]
  }): Station => ({
    id: row.id,
    name: row.name,
    simulated: row.simulated,
    approvedForBlanks: row.approved_for_blanks,
    isUp: row.is_up && row.seen_at !== null && now.getTime() - row.seen_at.getTime() < STALE_MS,
    seenAt: row.seen_at?.toISOString() ?? null,
    devices: row.devices,
    notices: row.notices.map(({ driver, system }) => ({ driver, system: system ?? 'other' })),
  })

export async function listStations(db: Db, now: Date): Promise<Station[]> {
  return (await stations(db).orderBy('name').execute()).map(asStation(now))
}

export async function findStation(db: Db | Tx, stationId: string, now: Date): Promise<Station | undefined> {
  const row = await stations(db).where('id', '=', stationId).executeTakeFirst()
  return row && asStation(now)(row)
}

export async function findStationByToken(db: Db, tokenHash: Uint8Array): Promise<string | undefined> {
  const row = await db
    .selectFrom('stations')
    .select('id')
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row?.id
}

/** @returns false when a station of this name exists */
export async function insertStation(
  tx: Tx,
  station: Pick<
    StationTable,
    'id' | 'name' | 'token_hash' | 'simulated' | 'approved_for_blanks' | 'paired_at'
  >,
): Promise<boolean> {
  const row = await tx
    .insertInto('stations')
    .values({ ...station, revoked_at: null, seen_at: null })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export interface SeenStation {
  stationId: string
  now: Date
  isUp: boolean
  devices: readonly StationDevice[]
  notices: readonly DriverNotice[]
}

/** @returns false when the station was revoked meanwhile */
export async function recordStation(db: Db | Tx, seen: SeenStation): Promise<boolean> {
  const row = await db
    .updateTable('stations')
    .set({
      seen_at: seen.now,
      is_up: seen.isUp,
      devices: JSON.stringify(seen.devices),
      notices: JSON.stringify(seen.notices),
    })
    .where('id', '=', seen.stationId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
