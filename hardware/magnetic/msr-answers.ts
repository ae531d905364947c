/**
 * The answers of the MSR family, found in the bytes that a device sent so far. A serial line has no frames: each kind
 * of answer tells by itself where it ends. Source: MSR605 Programmer's Manual rev B (2009-06-01) ch. 8–9.
 */
import type { Coercivity, RawTracks, TrackNumber, Tracks } from '../ports.ts'
import { reverseBitsInBytes, TRACK_FORMATS } from './tracks.ts'

const ESC = 0x1b
const FS = 0x1c
const BLOCK_START = 0x73
/** `?` FS ESC status: how every block of track data ends. */
const TRAILER_LENGTH = 4

export type Status = 'done' | 'read-write-error' | 'refused' | 'bad-swipe'

/** 32 is a wrong format, 34 an unknown command, 41 the plain "failed" of the setting commands. */
const statuses: ReadonlyMap<number, Status> = new Map([
  [0x30, 'done'],
  [0x31, 'read-write-error'],
  [0x32, 'refused'],
  [0x34, 'refused'],
  [0x39, 'bad-swipe'],
  [0x41, 'refused'],
])

export const isDone = (status: Status): boolean => status === 'done'

/** Clocking zeros that the device lays down before the data. */
export interface LeadingZeros {
  readonly tracks1And3: number
  readonly track2: number
}

/** An answer to a read: what was on the tracks, and whether the swipe was good. */
export interface Block {
  readonly status: Status
  readonly tracks: Tracks
}

export interface RawBlock {
  readonly status: Status
  /** First bit of the stripe lowest in the first byte, as for writing. */
  readonly tracks: RawTracks
}

export function findStatus(received: Uint8Array): Status | undefined {
  const [escape, code] = received
  return escape === ESC && code !== undefined ? statuses.get(code) : undefined
}

/** Looks past anything older: this is how a conversation is taken up again. */
export const findReadiness = (received: Uint8Array): true | undefined =>
  received.some((byte, index) => byte === ESC && received[index + 1] === 0x79) || undefined

/** The digit that names the model's variant. */
export function findModel(received: Uint8Array): string | undefined {
  const [escape, model, end] = received
  return escape === ESC && model !== undefined && end === 0x53 ? String.fromCharCode(model) : undefined
}

/** For instance `REVS1.00`. */
export const findFirmware = (received: Uint8Array): string | undefined =>
  // oxlint-disable-next-line no-control-regex -- the answer begins with ESC
  /^\u001b(REV.\d\.\d\d)/.exec(Buffer.from(received).toString('latin1'))?.[1]

/** The manual says H and L; units that answer h and l have been seen by libMSRx05 and MSR605X (Magnetic-Fox). */
const coercivities: ReadonlyMap<number, Coercivity> = new Map([
  [0x48, 'high'],
  [0x68, 'high'],
  [0x4c, 'low'],
  [0x6c, 'low'],
])

export function findCoercivity(received: Uint8Array): Coercivity | undefined {
  const [escape, code] = received
  return escape === ESC && code !== undefined ? coercivities.get(code) : undefined
}

export function findLeadingZeros(received: Uint8Array): LeadingZeros | undefined {
  const [escape, tracks1And3, track2] = received
  if (escape !== ESC || tracks1And3 === undefined || track2 === undefined) return undefined
  return { tracks1And3, track2 }
}

/** An ISO answer; tracks without sentinels, empty and unreadable ones absent. */
export function findBlock(received: Uint8Array): Block | undefined {
  if (!isBlock(received)) return refusedRead(received)
  // Track text never holds FS or ESC (its characters are 20–5F), so the end cannot be mistaken.
  const end = received.findIndex((byte, index) => byte === FS && received[index + 1] === ESC)
  const status = end < 0 ? undefined : findStatus(received.subarray(end + 1))
  if (!status) return undefined
  return {
    status,
    // The `?` before FS belongs to the frame, not to a track.
    tracks: byNumber((number) => isoTrack(received.subarray(0, end - 1), number)),
  }
}

/** A raw answer. Its data may hold any byte, so the lengths alone say where it ends. */
export function findRawBlock(received: Uint8Array): RawBlock | undefined {
  if (!isBlock(received)) return refusedRead(received)
  const found: Partial<Record<TrackNumber, Uint8Array>> = {}
  let at = 2
  while (received[at] === ESC) {
    const [, number, length] = received.subarray(at)
    if (length === undefined || received.length < at + 3 + length) return undefined
    if (isTrackNumber(number) && length > 0)
      found[number] = reverseBitsInBytes(received.slice(at + 3, at + 3 + length))
    at += 3 + length
  }
  if (received.length < at + TRAILER_LENGTH) return undefined
  const status = findStatus(received.subarray(at + 2))
  return status && { status, tracks: byNumber((number) => found[number]) }
}

const isBlock = ([escape, start]: Uint8Array): boolean => escape === ESC && start === BLOCK_START

/** A device that does not know or like a read says so in a bare status. */
function refusedRead(received: Uint8Array): (Block & RawBlock) | undefined {
  const status = findStatus(received)
  return status && { status, tracks: {} }
}

function isoTrack(block: Uint8Array, number: TrackNumber): string | undefined {
  const marker = block.findIndex((byte, index) => byte === ESC && block[index + 1] === number)
  if (marker < 0) return undefined
  const { start, end } = TRACK_FORMATS[number]
  const next = block.indexOf(ESC, marker + 2)
  const text = String.fromCharCode(...block.subarray(marker + 2, next < 0 ? undefined : next))
  return text.startsWith(start) && text.endsWith(end) ? text.slice(start.length, -end.length) : undefined
}

function byNumber<T>(trackOf: (number: TrackNumber) => T | undefined): {
  track1?: T
  track2?: T
  track3?: T
} {
  const [track1, track2, track3] = [trackOf(1), trackOf(2), trackOf(3)]
  return {
    ...(track1 !== undefined && { track1 }),
    ...(track2 !== undefined && { track2 }),
    ...(track3 !== undefined && { track3 }),
  }
}

const isTrackNumber = (value: number | undefined): value is TrackNumber =>
  value === 1 || value === 2 || value === 3
