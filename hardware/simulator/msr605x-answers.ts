/** What a simulated device of the MSR family says: the answers of manual ch. 9. */
import { packBits, reverseBitsInBytes, TRACK_FORMATS } from '../magnetic/tracks.ts'
import { dataBits, readStripeTrack, trackNumbers, type Stripe } from './stripe.ts'

export const ESC = 0x1b
export const OK = Uint8Array.of(ESC, 0x30)
export const WRONG_FORMAT = Uint8Array.of(ESC, 0x32)
export const INVALID_COMMAND = Uint8Array.of(ESC, 0x34)
export const FAILED = Uint8Array.of(ESC, 0x41)

/** Status 39 is a bad swipe, 31 a read or write error (manual ch. 9). */
export const toldAs = { done: 0x30, 'bad-swipe': 0x39, 'write-fails': 0x31 } as const

/** ESC s, the tracks, `?` FS ESC status */
export const readAnswer = (tracks: number[], status: number): Uint8Array =>
  Uint8Array.of(ESC, 0x73, ...tracks, 0x3f, 0x1c, ESC, status)

/** Each track behind its marker; ESC + for an empty one, ESC * for one that cannot be read. */
export const isoTracks = (stripe: Stripe): number[] =>
  trackNumbers.flatMap((number) => {
    const track = readStripeTrack(stripe, number)
    const { start, end } = TRACK_FORMATS[number]
    if (track.state === 'readable') return [ESC, number, ...Buffer.from(start + track.payload + end)]
    return [ESC, number, ESC, track.state === 'empty' ? 0x2b : 0x2a]
  })

/** Each track behind its length, highest bit first (manual p. 12). */
export const rawTracks = (stripe: Stripe): number[] =>
  trackNumbers.flatMap((number) => {
    const bytes = reverseBitsInBytes(packBits(dataBits(stripe, number)))
    return [ESC, number, bytes.length, ...bytes]
  })
