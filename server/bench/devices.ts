import { HardwareError } from '../../hardware/ports.ts'
import { hasOpenRun } from '../encoding/index.ts'
import type { Db } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import { endHold, findStation, holdDevice, type Stations } from '../stations/index.ts'

export type BenchRefusal =
  | 'station-unknown'
  | 'station-down'
  | 'device-unknown'
  | 'device-held'
  | 'reader-taken'
  | 'run-at-work'
  | 'no-card-there'
  | 'device-fault'

/** Longer than a card takes to be looked at, and than a person has to draw one through. */
const HELD_MS = { 'nfc-reader': 60_000, magnetic: 180_000 } as const

export interface BenchDevice {
  db: Db
  stations: Stations
  stationId: string
  name: string
  kind: keyof typeof HELD_MS
  now: Date
  /** the device is the asking run's own */
  isOwn?: boolean
}

/**
 * Takes a device for a moment, reads with it, and gives it back as it was; whoever was authenticated on the card is not any
 * more, because an open session changes what a card answers. While it is held no run begins on it. Refuses in the order of
 * `BenchRefusal`; a fault of the device is told with its code.
 */
export async function onBench<T>(of: BenchDevice, read: () => Promise<T>): Promise<Result<T, BenchRefusal>> {
  const { db, stations, stationId, name, kind, now, isOwn = false } = of
  if (!(await findStation(db, stationId, now))) return refuse('station-unknown')
  if (!stations.isUp(stationId)) return refuse('station-down')
  const device = stations.device(stationId, name)
  if (device?.kind !== kind || device.state === 'gone') return refuse('device-unknown')
  const held = await hold(of)
  if (!held.ok) return held
  try {
    if (isOwn && stations.isInUse(stationId, name)) return refuse('run-at-work')
    return await stations.inTurn(stationId, name, () => inMode(of, read))
  } finally {
    await endHold(db, held.value)
  }
}

/** @returns what ends the hold again */
const hold = ({ db, stationId, name, kind, now, isOwn }: BenchDevice) =>
  inTransaction(db, async (tx): Promise<Result<string, 'reader-taken' | 'device-held'>> => {
    const id = newId()
    const until = new Date(now.getTime() + HELD_MS[kind])
    const isHeldByUs = await holdDevice(tx, { id, stationId, device: name, now, until })
    if (!isHeldByUs) return refuse('device-held')
    if (isOwn || !(await hasOpenRun(tx, { stationId, device: name }))) return accept(id)
    await endHold(tx, id)
    return refuse('reader-taken')
  })

async function inMode<T>(
  { stations, stationId, name, kind }: BenchDevice,
  read: () => Promise<T>,
): Promise<Result<T, 'device-unknown' | 'no-card-there' | 'device-fault'>> {
  const mode = stations.device(stationId, name)?.mode
  if (mode === undefined) return refuse('device-unknown')
  if (kind === 'nfc-reader' && !stations.presentCard(stationId, name)) return refuse('no-card-there')
  try {
    if (mode !== 'encode') await stations.setMode(stationId, name, 'encode')
    try {
      if (kind === 'nfc-reader') await stations.releaseCard(stationId, name)
      return accept(await read())
    } finally {
      if (mode !== 'encode') await stations.setMode(stationId, name, mode)
    }
  } catch (error) {
    if (error instanceof HardwareError) return refuse('device-fault', { fault: error.code })
    throw error
  }
}
