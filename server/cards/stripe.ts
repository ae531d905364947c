import { timingSafeEqual } from 'node:crypto'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import type { Tracks } from '../../hardware/ports.ts'
import type { KeyService } from '../keys/index.ts'

/** ISO/IEC 7813: expiry 9912 and service code 000 say that nothing of a bank's is meant. */
const EXPIRY_AND_SERVICE = '9912000'

/** Name on track 1: the design's English name, in the capitals that a stripe can hold. */
const stripeName = (design: string): string => findDesign(design)?.name.en.toUpperCase() ?? 'MEMBER'

export const findDesign = (code: string) => Object.values(cardTemplates).find(({ id }) => id === code)

interface StripedCard {
  cardNumber: string
  design: string
}

const macInput = ({ cardNumber, design }: StripedCard): string => cardNumber + stripeName(design)

/** Tracks 1 and 2 of a card. The MAC covers number and name: an edited stripe is found out. */
export const stripeTracks = (keys: KeyService, card: StripedCard): Tracks =>
  tracksWith(keys.stripeMac(macInput(card)), card)

function tracksWith(mac: string, card: StripedCard): Tracks {
  const rest = EXPIRY_AND_SERVICE + mac
  return {
    track1: `B${card.cardNumber}^${stripeName(card.design)}^${rest}`,
    track2: `${card.cardNumber}=${rest}`,
  }
}

/** @returns the number that a swipe claims, of the first track that could be read */
export function claimedNumber(tracks: Tracks): string | undefined {
  return (
    /^(9156[0-9]{12})=/.exec(tracks.track2 ?? '')?.[1] ?? /^B(9156[0-9]{12})\^/.exec(tracks.track1 ?? '')?.[1]
  )
}

/**
 * Whether every track that could be read is as it was written, under any key generation that is still accepted;
 * a worn track may be missing, not both.
 */
export const isStripeGenuine = (keys: KeyService, card: StripedCard, tracks: Tracks): boolean =>
  keys.stripeMacs(macInput(card)).some((mac) => isAsWritten(tracks, tracksWith(mac, card)))

function isAsWritten(tracks: Tracks, written: Tracks): boolean {
  const pairs = [
    [tracks.track1, written.track1],
    [tracks.track2, written.track2],
  ] as const
  const readable = pairs.filter(([read]) => read !== undefined)
  return readable.length > 0 && readable.every(([read, expected]) => isSame(read, expected))
}

function isSame(read = '', expected = ''): boolean {
  const [left, right] = [Buffer.from(read), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}
