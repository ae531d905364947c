import { audit } from '../platform/audit.ts'
import { publish } from '../platform/events.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findStation } from './queries.ts'
import type { Station } from './schema.ts'

type Changed = Promise<Result<Station, 'station-unknown'>>

/** Says whether nobody can listen at this station, so that blanks with the factory's keys may be encoded there. */
export async function approveStation(
  work: Work,
  { stationId, approvedForBlanks }: { stationId: string; approvedForBlanks: boolean },
): Changed {
  if (!(await findStation(work.tx, stationId, work.now))) return refuse('station-unknown')
  await work.tx
    .updateTable('stations')
    .set({ approved_for_blanks: approvedForBlanks })
    .where('id', '=', stationId)
    .execute()
  const details = { approvedForBlanks }
  await audit(work, { action: 'station.approved', subject: `station:${stationId}`, details })
  await publish(work, { topic: 'stations', type: 'devices-changed', data: { stationId } })
  const station = await findStation(work.tx, stationId, work.now)
  assert(station, 'a station that was changed is there')
  return accept(station)
}

/** A station that is lost or given away: its token stops working, and its link ends at once. */
export async function revokeStation(work: Work, { stationId }: { stationId: string }): Changed {
  const station = await findStation(work.tx, stationId, work.now)
  if (!station) return refuse('station-unknown')
  await work.tx
    .updateTable('stations')
    .set({ revoked_at: work.now, is_up: false })
    .where('id', '=', stationId)
    .execute()
  await audit(work, { action: 'station.revoked', subject: `station:${stationId}` })
  await publish(work, { topic: 'stations', type: 'station-revoked', data: { stationId } })
  return accept({ ...station, isUp: false })
}
