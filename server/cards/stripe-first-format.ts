import type { TrackNumber } from '../../hardware/ports.ts'
import type { KeyService } from '../keys/index.ts'
import { isOneOf } from './stripe-mac.ts'

/** ISO/IEC 7813: expiry 9912 and service code 000; the first format has its MAC right behind them. */
const EXPIRY_AND_SERVICE = '9912000'

/** What the designs of those cards were called then. */
const NAMES: Readonly<Record<string, string>> = { gold: 'VIP GOLD', diamond: 'VIP DIAMOND' }

interface FirstFormatTrack {
  card: { cardNumber: string }
  number: TrackNumber
  text: string
}

/**
 * Whether a track is as the first format wrote it: tracks 1 and 2 with one MAC over number and English name.
 * Cards that have it stay readable; none is written any more.
 */
export function isFirstFormat(
  keys: KeyService,
  design: string,
  { card: { cardNumber }, number, text }: FirstFormatTrack,
): boolean {
  if (number === 3) return false
  const name = NAMES[design] ?? 'MEMBER'
  const begin = number === 1 ? `B${cardNumber}^${name}^` : `${cardNumber}=`
  const written = keys.stripeMacs(cardNumber + name).map((mac) => begin + EXPIRY_AND_SERVICE + mac)
  return isOneOf(written, text)
}
