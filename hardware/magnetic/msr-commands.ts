/**
 * The commands of the MSR family (MSR206, 605, 606 and MSR605X) as pure bytes, each with the way to find its answer in
 * what the device sends. Source: MSR605 Programmer's Manual rev B (2009-06-01) ch. 8–9.
 */
import type { Coercivity, RawTracks, TrackNumber, Tracks } from '../ports.ts'
import {
  findBlock,
  findCoercivity,
  findFirmware,
  findLeadingZeros,
  findModel,
  findRawBlock,
  findReadiness,
  findStatus,
  isDone,
  type Block,
  type LeadingZeros,
  type RawBlock,
  type Status,
} from './msr-answers.ts'

const ESC = 0x1b
/** `?` FS: ends every block of track data; the question mark belongs to the frame, not to a track. */
const BLOCK_END = [0x3f, 0x1c] as const

/** What to send, and how to find the answer among the bytes that came; undefined while it is not complete. */
export interface Command<Answer> {
  readonly bytes: Uint8Array
  readonly findAnswer: (received: Uint8Array) => Answer | undefined
}

const command = <Answer>(
  bytes: readonly number[],
  findAnswer: (received: Uint8Array) => Answer | undefined,
): Command<Answer> => ({ bytes: Uint8Array.of(ESC, ...bytes), findAnswer })

/** Ends whatever the device does or waits for. Never answered. */
export const RESET = Uint8Array.of(ESC, 0x61)

export const testCommunication: Command<true> = command([0x65], findReadiness)
export const askModel: Command<string> = command([0x74], findModel)
export const askFirmware: Command<string> = command([0x76], findFirmware)
export const askCoercivity: Command<Coercivity> = command([0x64], findCoercivity)
export const askLeadingZeros: Command<LeadingZeros> = command([0x6c], findLeadingZeros)

export const setCoercivity = (coercivity: Coercivity): Command<Status> =>
  command([coercivity === 'high' ? 0x78 : 0x79], findStatus)

/** Clocking zeros before the data: 0–255 for tracks 1 and 3 together, and for track 2. */
export const setLeadingZeros = (zeros: LeadingZeros): Command<Status> =>
  command([0x7a, zeros.tracks1And3, zeros.track2], findStatus)

/** Bits per character of tracks 1, 2, 3 for raw reads and writes: 8 gives packed bits, 7/5/5 one character a byte. */
export const setBitsPerCharacter = (...bits: readonly [number, number, number]): Command<Status> =>
  // The answer repeats the three numbers after its status, which alone counts.
  command([0x6f, ...bits], (received) => {
    const status = findStatus(received)
    return status && isDone(status) && received.length < 5 ? undefined : status
  })

export const readIso: Command<Block> = command([0x72], findBlock)
export const readRaw: Command<RawBlock> = command([0x6d], findRawBlock)

/** Write in ISO format: payloads without sentinels and LRC, which the device adds itself. Absent tracks are left alone. */
export const writeIso = (tracks: Tracks): Command<Status> =>
  command([0x77, ...block(tracks, (text) => Array.from(text, (c) => c.charCodeAt(0)))], findStatus)

/**
 * Write packed stripe bits (after bits per character 8/8/8), each track behind its length.
 * Throws a RangeError on an empty track: devices differ on whether that erases it or leaves it, so nobody may ask for it.
 */
export const writeRaw = (tracks: RawTracks): Command<Status> =>
  command([0x6e, ...block(tracks, rawSection)], findStatus)

/** Longest raw track: its length is one byte. */
const MAX_RAW_BYTES = 255

function rawSection(bytes: Uint8Array): number[] {
  if (bytes.length === 0 || bytes.length > MAX_RAW_BYTES)
    throw new RangeError(`A raw track has 1 to ${MAX_RAW_BYTES} bytes`)
  return [bytes.length, ...bytes]
}

const trackBit: Readonly<Record<TrackNumber, number>> = { 1: 0x01, 2: 0x02, 3: 0x04 }

/** Erase a set of tracks. The set is a byte of bits (07 for all three), never the digit; track 1 alone is 00. */
export function erase(tracks: readonly TrackNumber[]): Command<Status> {
  const set = tracks.reduce((bits, track) => bits | trackBit[track], 0)
  if (set === 0) throw new RangeError('No track to erase')
  return command([0x63, set === trackBit[1] ? 0x00 : set], findStatus)
}

function block<T>(
  tracks: { readonly track1?: T; readonly track2?: T; readonly track3?: T },
  bytesOf: (track: T) => number[],
): number[] {
  const section = (number: TrackNumber, track: T | undefined): number[] =>
    track === undefined ? [] : [ESC, number, ...bytesOf(track)]
  return [
    ESC,
    0x73,
    ...section(1, tracks.track1),
    ...section(2, tracks.track2),
    ...section(3, tracks.track3),
    ...BLOCK_END,
  ]
}
