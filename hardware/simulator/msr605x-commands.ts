/** What a simulated device of the MSR family makes of the bytes that it receives: the commands of manual ch. 8. */
import type { TrackNumber } from '../ports.ts'
import { encodeTrack, refusePayload, toBits, unpackBits } from '../magnetic/tracks.ts'
import type { Magnetisation } from './stripe.ts'

const ESC = 0x1b
const FS = 0x1c

/** Bytes of each command; data blocks (77, 6E) end by themselves, every other command has two. */
const lengths: ReadonlyMap<number, number> = new Map([
  [0x62, 3],
  [0x63, 3],
  [0x6f, 5],
  [0x7a, 4],
])

/** Takes the first whole command out of what came over a line that has no frames; undefined while it is not whole. */
export function takeCommand(received: Uint8Array): Uint8Array | undefined {
  const code = received[1]
  if (code === undefined) return undefined
  const length = code === 0x77 || code === 0x6e ? blockEnd(received, code) : (lengths.get(code) ?? 2)
  return length !== undefined && received.length >= length ? received.subarray(0, length) : undefined
}

function blockEnd(received: Uint8Array, code: number): number | undefined {
  if (code === 0x77) return received.indexOf(FS, 2) + 1 || undefined
  let at = 4
  while (received[at] === ESC) at += 3 + (received[at + 2] ?? Infinity)
  return received[at + 1] === FS ? at + 2 : undefined
}

/** ESC s [ESC n text]… ? FS with sentinels and LRC added; undefined when it is not of that form. */
export function isoBlock(block: Uint8Array): Magnetisation | undefined {
  const text = Buffer.from(block).toString('latin1')
  if (!text.startsWith('\u001bs') || !text.endsWith('?\u001c')) return undefined
  const tracks: Partial<Record<TrackNumber, boolean[]>> = {}
  for (const section of text.slice(2, -2).split('\u001b').slice(1)) {
    const number = section.charCodeAt(0)
    const payload = section.slice(1)
    if (!isTrackNumber(number) || refusePayload(number, payload)) return undefined
    tracks[number] = toBits(number, encodeTrack(number, payload))
  }
  return tracks
}

/** ESC s [ESC n length bits]… ? FS; undefined when it is not of that form. */
export function rawBlock(block: Uint8Array): Magnetisation | undefined {
  const tracks: Partial<Record<TrackNumber, boolean[]>> = {}
  let at = 2
  while (block[at] === ESC) {
    const [, number, length = 0] = block.subarray(at)
    if (!isTrackNumber(number)) return undefined
    tracks[number] = unpackBits(block.subarray(at + 3, at + 3 + length))
    at += 3 + length
  }
  return at === block.length - 2 ? tracks : undefined
}

/** The tracks that an erase names: bits 1, 2, 4, and 00 for track 1; undefined for anything else, a digit for instance. */
export function erasure(set = 0xff): Magnetisation | undefined {
  if (set > 0x07) return undefined
  const tracks: Partial<Record<TrackNumber, boolean[]>> = {}
  if (set === 0 || set & 1) tracks[1] = []
  if (set & 2) tracks[2] = []
  if (set & 4) tracks[3] = []
  return tracks
}

const isTrackNumber = (value: number | undefined): value is TrackNumber =>
  value === 1 || value === 2 || value === 3
