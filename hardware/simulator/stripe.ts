import type { Coercivity, Tracks } from '../ports.ts'
import {
  decodeBits,
  encodeTrack,
  packBits,
  toBits,
  unpackBits,
  type TrackNumber,
} from '../magnetic/tracks.ts'

/** A stripe as it lies on a card: its material and, by track, its packed bits in hex. Plain data, fit for JSON. */
export interface Stripe {
  readonly coercivity: Coercivity
  readonly bits: Partial<Record<TrackNumber, string>>
}

export type StripeTrack =
  { state: 'empty' } | { state: 'unreadable' } | { state: 'readable'; payload: string }

/** Clocking zeros before the data; the real device's default is 61 on tracks 1 and 3 (manual ch. 8, command 7A). */
const LEADING_ZEROS = 61

export const blankStripe = (coercivity: Coercivity = 'high'): Stripe => ({ coercivity, bits: {} })

/**
 * The stripe after a pass under a writing head. A weak field leaves a high-coercivity stripe as it was;
 * tracks that are not written stay.
 */
export function writeStripe(stripe: Stripe, tracks: Tracks, field: Coercivity): Stripe {
  if (field === 'low' && stripe.coercivity === 'high') return stripe
  const bits = { ...stripe.bits }
  for (const [number, text] of numbered(tracks)) {
    const zeros = Array.from({ length: LEADING_ZEROS }, () => false)
    bits[number] = Buffer.from(packBits([...zeros, ...toBits(number, encodeTrack(number, text))])).toString(
      'hex',
    )
  }
  return { ...stripe, bits }
}

export function eraseStripe(stripe: Stripe, field: Coercivity): Stripe {
  return field === 'low' && stripe.coercivity === 'high' ? stripe : { ...stripe, bits: {} }
}

/** What a reading head makes of one track. */
export function readStripeTrack(stripe: Stripe, number: TrackNumber): StripeTrack {
  const packed = stripe.bits[number]
  if (packed === undefined) return { state: 'empty' }
  const decoded = decodeBits(number, unpackBits(Buffer.from(packed, 'hex')))
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

function numbered(tracks: Tracks): [TrackNumber, string][] {
  const all: [TrackNumber, string | undefined][] = [
    [1, tracks.track1],
    [2, tracks.track2],
    [3, tracks.track3],
  ]
  return all.filter((entry): entry is [TrackNumber, string] => entry[1] !== undefined)
}
