import type { Tracks } from '../../hardware/ports.ts'
import type { StationLink } from './link.ts'
import type { DriverNotice, StationDevice } from './schema.ts'

export interface PresentCard {
  /** names it to its station */
  seq: number
}

/** A station that is linked to this server, as it has described itself so far. */
export interface Linked {
  link: StationLink
  devices: Map<string, StationDevice>
  notices: Map<string, DriverNotice>
  /** by reader: the card that lies there */
  present: Map<string, PresentCard>
  /** by device: the last that went wrong with it */
  troubles: Map<string, NonNullable<StationDevice['trouble']>>
}

/** What the protocol has of a device and nothing more: what else a station sends must not reach the office's answers. */
export const asDescribed = ({ name, kind, simulated, mode, state }: StationDevice): StationDevice => ({
  name,
  kind,
  simulated,
  mode,
  state,
})

/** Each with the last that went wrong with it. */
export function describeDevices({ devices, troubles }: Linked): StationDevice[] {
  return [...devices.values()].map((device) => {
    const trouble = troubles.get(device.name)
    return trouble ? { ...device, trouble } : device
  })
}

export function occupy(station: Linked, reader: string, state: 'occupied' | 'ready'): void {
  const device = station.devices.get(reader)
  if (device) station.devices.set(reader, { ...device, state })
}

/** Absent tracks are absent and not undefined, as the ports have it. */
export const tracksOf = ({
  track1,
  track2,
  track3,
}: { [K in keyof Tracks]?: string | undefined }): Tracks => ({
  ...(track1 === undefined ? {} : { track1 }),
  ...(track2 === undefined ? {} : { track2 }),
  ...(track3 === undefined ? {} : { track3 }),
})
