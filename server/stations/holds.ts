import type { Db, Tx } from '../platform/database.ts'

interface Devices {
  stationId: string
  devices: readonly string[]
  now: Date
}

/**
 * Whether somebody holds one of these devices for a moment. Locks the station until the transaction ends: holds and runs lie
 * in two tables, so whoever takes a device looks at both under this lock.
 */
export async function isHeld(tx: Tx, { stationId, devices, now }: Devices): Promise<boolean> {
  await lockStation(tx, stationId)
  const held = await tx
    .selectFrom('device_holds')
    .select('device')
    .where('station_id', '=', stationId)
    .where('device', 'in', devices)
    .where('held_until', '>', now)
    .executeTakeFirst()
  return held !== undefined
}

export interface Hold {
  id: string
  stationId: string
  device: string
  now: Date
  /** a server that dies gives nothing back */
  until: Date
}

/**
 * Holds a device for a moment, locking its station as `isHeld` does.
 * @returns false while another holds it
 */
export async function holdDevice(tx: Tx, { id, stationId, device, now, until }: Hold): Promise<boolean> {
  await lockStation(tx, stationId)
  const hold = { held_by: id, held_until: until }
  const row = await tx
    .insertInto('device_holds')
    .values({ station_id: stationId, device, ...hold })
    .onConflict((conflict) =>
      conflict
        .columns(['station_id', 'device'])
        .doUpdateSet(hold)
        .where('device_holds.held_until', '<=', now),
    )
    .returning('device')
    .executeTakeFirst()
  return row !== undefined
}

/** Gives a device back; one that another has taken meanwhile stays theirs. */
export async function endHold(db: Db | Tx, id: string): Promise<void> {
  await db.deleteFrom('device_holds').where('held_by', '=', id).execute()
}

const lockStation = (tx: Tx, stationId: string) =>
  tx.selectFrom('stations').select('id').where('id', '=', stationId).forNoKeyUpdate().execute()
