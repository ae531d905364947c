import type { TrackNumber, Tracks } from '../../hardware/ports.ts'
import type { KeyService } from '../keys/index.ts'
import { isCardNumber } from './card-number.ts'
import { isFirstFormat } from './stripe-first-format.ts'
import { nameFromDigits, nameInDigits, stripeName } from './stripe-name.ts'
import { isOneOf } from './stripe-mac.ts'

/**
 * ISO/IEC 7813: expiry 9912 and service code 000 say that nothing of a bank's is meant. The digit after them is the
 * format's, here the second.
 */
const EXPIRY_SERVICE_FORMAT = '99120002'

export interface StripedCard {
  cardNumber: string
  design: string
}

/** What each track says before its MAC, which is the last twelve digits; `number` and, on track 3, `name` are told apart. */
const formats: Readonly<Record<TrackNumber, RegExp>> = {
  1: new RegExp(`^(?<text>B(?<number>[0-9]{16})\\^[^^]{2,26}\\^${EXPIRY_SERVICE_FORMAT})(?<mac>[0-9]{12})$`),
  2: new RegExp(`^(?<text>(?<number>[0-9]{16})=${EXPIRY_SERVICE_FORMAT})(?<mac>[0-9]{12})$`),
  3: /^(?<text>(?<number>[0-9]{16})=2(?<name>[0-9]*)=)(?<mac>[0-9]{12})$/,
}

/**
 * The tracks of a card: its number on each, its name in capitals on track 1 and in Chinese on track 3 (readers may lack
 * that track, and narrow stripes too). Each track has a MAC of its own over all that it says and the card's design: an
 * edited stripe is found out by whichever track can still be read.
 */
export function stripeTracks(
  keys: KeyService,
  card: StripedCard & { name?: { zh: string; en: string } | undefined },
): Tracks {
  const { cardNumber, design, name } = card
  const sealed = (text: string): string => text + keys.stripeMac(macInput(text, design))
  return {
    track1: sealed(`B${cardNumber}^${stripeName(name?.en ?? '')}^${EXPIRY_SERVICE_FORMAT}`),
    track2: sealed(`${cardNumber}=${EXPIRY_SERVICE_FORMAT}`),
    track3: sealed(`${cardNumber}=2${nameInDigits(name?.zh ?? '')}=`),
  }
}

/** @returns the number that a swipe claims: of the first track that has one of ours */
export function claimedNumber(tracks: Tracks): string | undefined {
  const claims = [
    /^([0-9]{16})=/.exec(tracks.track2 ?? '')?.[1],
    /^B([0-9]{16})\^/.exec(tracks.track1 ?? '')?.[1],
    /^([0-9]{16})=/.exec(tracks.track3 ?? '')?.[1],
  ]
  return claims.find((number) => number !== undefined && isCardNumber(number))
}

/**
 * Whether every track that could be read is as it was written, under any key generation that is still accepted;
 * worn tracks may be missing, not all.
 */
export function isStripeGenuine(keys: KeyService, card: StripedCard, tracks: Tracks): boolean {
  const read = readTracks(tracks)
  const older = read.filter(([number, text]) => isFirstFormat(keys, card.design, { card, number, text }))
  // Cards of the first format may have anything on track 3: nothing was written there.
  const judged = older.length > 0 ? read.filter(([number]) => number !== 3) : read
  return judged.length > 0 && judged.every((track) => older.includes(track) || isSealed(keys, card, track))
}

function isSealed(keys: KeyService, card: StripedCard, [number, track]: ReadTrack): boolean {
  const { text, number: cardNumber, name, mac } = formats[number].exec(track)?.groups ?? {}
  if (text === undefined || mac === undefined || cardNumber !== card.cardNumber) return false
  if (name !== undefined && nameFromDigits(name) === undefined) return false
  return isOneOf(keys.stripeMacs(macInput(text, card.design)), mac)
}

const macInput = (text: string, design: string): string => `${text}#${design}`

type ReadTrack = readonly [TrackNumber, string]

function readTracks({ track1, track2, track3 }: Tracks): ReadTrack[] {
  const all = [
    [1, track1],
    [2, track2],
    [3, track3],
  ] as const
  return all.flatMap(([number, text]): ReadTrack[] => (text === undefined ? [] : [[number, text]]))
}
