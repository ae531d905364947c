import { HardwareError } from '../../hardware/ports.ts'
import { hasOpenRun } from '../encoding/index.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { findStation, type Stations } from '../stations/index.ts'

export type BenchRefusal =
  'station-unknown' | 'station-down' | 'device-unknown' | 'reader-taken' | 'no-card-there' | 'device-fault'

export interface BenchDevice {
  db: Db
  stations: Stations
  stationId: string
  name: string
  kind: 'nfc-reader' | 'magnetic'
  now: Date
  /** the device is the asking run's own */
  isOwn?: boolean
}

/**
 * Takes a device for a moment, reads with it, and gives it back as it was; whoever was authenticated on the card is not any
 * more, because an open session changes what a card answers. Refuses in the order of `BenchRefusal`; a
 * fault of the device is told with its code.
 */
export async function onBench<T>(
  { db, stations, stationId, name, kind, now, isOwn = false }: BenchDevice,
  read: () => Promise<T>,
): Promise<Result<T, BenchRefusal>> {
  if (!(await findStation(db, stationId, now))) return refuse('station-unknown')
  if (!stations.isUp(stationId)) return refuse('station-down')
  const device = stations.device(stationId, name)
  if (device?.kind !== kind || device.state === 'gone') return refuse('device-unknown')
  if (!isOwn && (await hasOpenRun(db, { stationId, device: name }))) return refuse('reader-taken')
  if (kind === 'nfc-reader' && !stations.presentCard(stationId, name)) return refuse('no-card-there')
  try {
    if (device.mode !== 'encode') await stations.setMode(stationId, name, 'encode')
    try {
      if (kind === 'nfc-reader') await stations.releaseCard(stationId, name)
      return accept(await read())
    } finally {
      if (device.mode !== 'encode') await stations.setMode(stationId, name, device.mode)
    }
  } catch (error) {
    if (error instanceof HardwareError) return refuse('device-fault', { fault: error.code })
    throw error
  }
}
