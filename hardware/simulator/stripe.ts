import type { Coercivity, TrackNumber, Tracks } from '../ports.ts'
import { decodeBits, packBits, unpackBits } from '../magnetic/tracks.ts'

/** A stripe as it lies on a card: its material and, by track, its packed bits in hex. Plain data, fit for JSON. */
export interface Stripe {
  readonly coercivity: Coercivity
  readonly bits: Partial<Record<TrackNumber, string>>
}

export type StripeTrack =
  { state: 'empty' } | { state: 'unreadable' } | { state: 'readable'; payload: string }

/** What a head lays down on each track, first bit first; no bits leave a track bare, an absent one stays as it was. */
export type Magnetisation = Partial<Record<TrackNumber, readonly boolean[]>>

export const trackNumbers = [1, 2, 3] as const

export const blankStripe = (coercivity: Coercivity = 'high'): Stripe => ({ coercivity, bits: {} })

/**
 * The stripe after a pass under a writing head. A weak field leaves a high-coercivity stripe as it was; a card that is
 * pulled away after a `share` of each track (0 to 1) keeps the rest of what was there.
 */
export function magnetise(
  stripe: Stripe,
  tracks: Magnetisation,
  { field, share = 1 }: { field: Coercivity; share?: number },
): Stripe {
  if (field === 'low' && stripe.coercivity === 'high') return stripe
  const bits = { ...stripe.bits }
  for (const number of trackNumbers) {
    const fresh = tracks[number]
    if (!fresh) continue
    const old = stripeBits(stripe, number)
    const passed = Math.round(share * Math.max(fresh.length, old.length))
    const after = [...padded(fresh, passed), ...old.slice(passed)]
    if (after.includes(true)) bits[number] = Buffer.from(packBits(after)).toString('hex')
    else delete bits[number]
  }
  return { ...stripe, bits }
}

/** The bits of a track from its first one to its last, without the clocking zeros around them. */
export function dataBits(stripe: Stripe, number: TrackNumber): boolean[] {
  const bits = stripeBits(stripe, number)
  const first = bits.indexOf(true)
  return first < 0 ? [] : bits.slice(first, bits.lastIndexOf(true) + 1)
}

/** What a reading head makes of one track. */
export function readStripeTrack(stripe: Stripe, number: TrackNumber): StripeTrack {
  if (stripe.bits[number] === undefined) return { state: 'empty' }
  const decoded = decodeBits(number, stripeBits(stripe, number))
  return decoded.ok ? { state: 'readable', payload: decoded.payload } : { state: 'unreadable' }
}

/** The readable tracks of a stripe. */
export function readStripe(stripe: Stripe): Tracks {
  const payload = (number: TrackNumber): string | undefined => {
    const track = readStripeTrack(stripe, number)
    return track.state === 'readable' ? track.payload : undefined
  }
  const [track1, track2, track3] = [payload(1), payload(2), payload(3)]
  return {
    ...(track1 !== undefined && { track1 }),
    ...(track2 !== undefined && { track2 }),
    ...(track3 !== undefined && { track3 }),
  }
}

const stripeBits = ({ bits }: Stripe, number: TrackNumber): boolean[] =>
  unpackBits(Buffer.from(bits[number] ?? '', 'hex'))

const padded = (bits: readonly boolean[], length: number): boolean[] =>
  Array.from({ length }, (_, index) => bits[index] ?? false)
