/**
 * The MSR605X's commands, answers and USB reports as pure bytes.
 * Source: MSR605 Programmer's Manual rev B (2009-06-01) ch. 8–9; report framing as natesales/msr605x and
 * Sam4000133/msr605x-ubuntu observed it.
 */
import type { Tracks } from '../ports.ts'
import { TRACK_FORMATS, type TrackNumber } from './tracks.ts'

const ESC = 0x1b
/** `?` FS: ends every block of track data; the question mark belongs to the frame, not to a track. */
const BLOCK_END = [0x3f, 0x1c] as const
/** Payload bytes of one 64-byte USB report, after its header byte. */
const REPORT_PAYLOAD = 63
const REPORT_SIZE = 64
const FIRST_REPORT = 0x80
const LAST_REPORT = 0x40
const LENGTH_MASK = 0x3f

/** USB identity of the MSR605X (HID; the older MSR605, 606 and 206 are USB-serial bridges). */
export const MSR605X_USB = { vendorId: 0x0801, productId: 0x0003 } as const

/** Commands without parameters (manual ch. 8). Reset is never answered. */
export const MSR605X = {
  reset: Uint8Array.of(ESC, 0x61),
  testCommunication: Uint8Array.of(ESC, 0x65),
  readIso: Uint8Array.of(ESC, 0x72),
  readRaw: Uint8Array.of(ESC, 0x6d),
  /** The track mask is the byte 07, not the digit '7'. */
  eraseAllTracks: Uint8Array.of(ESC, 0x63, 0x07),
  setHighCoercivity: Uint8Array.of(ESC, 0x78),
  setLowCoercivity: Uint8Array.of(ESC, 0x79),
} as const

/** Bits per character of tracks 1, 2, 3 for raw reads and writes: 8 gives packed bits, 7/5/5 one character a byte. */
export const setBitsPerCharacter = (...bits: readonly [number, number, number]): Uint8Array =>
  Uint8Array.of(ESC, 0x6f, ...bits)

/** Write in ISO format: payloads without sentinels and LRC, which the device adds itself. Absent tracks are left alone. */
export const writeIso = (tracks: Tracks): Uint8Array =>
  Uint8Array.of(ESC, 0x77, ...block(tracks, (text) => Array.from(text, (c) => c.charCodeAt(0))))

/** Write packed stripe bits (after bits per character 8/8/8), each track behind its length. */
export const writeRaw = (tracks: RawTracks): Uint8Array =>
  Uint8Array.of(ESC, 0x6e, ...block(tracks, (bytes) => [bytes.length, ...bytes]))

export interface RawTracks {
  readonly track1?: Uint8Array
  readonly track2?: Uint8Array
  readonly track3?: Uint8Array
}

export type Status = 'done' | 'read-write-error' | 'refused' | 'bad-swipe'

const statuses: ReadonlyMap<number, Status> = new Map([
  [0x30, 'done'],
  [0x31, 'read-write-error'],
  [0x39, 'bad-swipe'],
])

/** What a status byte says (manual ch. 9); 41 is the plain "failed" of the setting commands. */
export function parseStatus(answer: Uint8Array): Status {
  if (answer.at(-2) !== ESC) return 'refused'
  return statuses.get(answer.at(-1) ?? 0) ?? 'refused'
}

/** Takes the payloads out of an answer to `readIso`; empty and unreadable tracks are absent. */
export function parseIsoTracks(answer: Uint8Array): Tracks {
  const first = readTrack(answer, 1)
  const second = readTrack(answer, 2)
  const third = readTrack(answer, 3)
  return {
    ...(first !== undefined && { track1: first }),
    ...(second !== undefined && { track2: second }),
    ...(third !== undefined && { track3: third }),
  }
}

/** Cuts a message into 64-byte reports: 80 marks the first, 40 the last, the low six bits count its payload bytes. */
export function toReports(message: Uint8Array): Uint8Array[] {
  const count = Math.max(1, Math.ceil(message.length / REPORT_PAYLOAD))
  return Array.from({ length: count }, (_, index) => {
    const payload = message.subarray(index * REPORT_PAYLOAD, (index + 1) * REPORT_PAYLOAD)
    const report = new Uint8Array(REPORT_SIZE)
    report[0] = (index === 0 ? FIRST_REPORT : 0) | (index === count - 1 ? LAST_REPORT : 0) | payload.length
    report.set(payload, 1)
    return report
  })
}

/** Answers a function that takes reports one by one and gives the whole message with its last report. */
export function createReportAssembler(): (report: Uint8Array) => Uint8Array | undefined {
  let collected: number[] = []
  return (report) => {
    const header = report[0] ?? 0
    if (header & FIRST_REPORT) collected = []
    collected.push(...report.subarray(1, 1 + (header & LENGTH_MASK)))
    return header & LAST_REPORT ? Uint8Array.from(collected) : undefined
  }
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

/** Track text never holds ESC (its characters are 20–5F), so markers cannot be mistaken. */
function readTrack(answer: Uint8Array, number: TrackNumber): string | undefined {
  const marker = answer.findIndex((byte, index) => byte === ESC && answer[index + 1] === number)
  if (marker < 0) return undefined
  const { start, end } = TRACK_FORMATS[number]
  const rest = String.fromCharCode(...answer.subarray(marker + 2))
  if (!rest.startsWith(start)) return undefined
  const close = rest.indexOf(end)
  return close < 0 ? undefined : rest.slice(start.length, close)
}
