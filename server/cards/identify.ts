import { parseSun } from '../../hardware/nfc/sdm.ts'
import type { Tracks } from '../../hardware/ports.ts'
import type { KeyService } from '../keys/index.ts'
import { dayOf } from '../platform/clock.ts'
import { accept, refuse, refuseAndKeep, type Result } from '../platform/refusal.ts'
import type { Tx } from '../platform/database.ts'
import type { Work } from '../platform/work.ts'
import { numberFromQr, readCardText, sunBase, tapAddress } from './addresses.ts'
import { raiseAlert } from './alerts.ts'
import { isCardNumber } from './card-number.ts'
import { cardRules } from './card-rules.ts'
import { numberFromChip, type ChipText } from './chip-text.ts'
import { findAddressedBatch, findCard, findCardByUid, type KnownCard } from './queries.ts'
import { noteSighting } from './sighting.ts'
import { claimedNumber, isStripeGenuine } from './stripe.ts'
import { isOfCard, readSun } from './sun-message.ts'

/** How somebody shows a card. Only a tap proves that the card itself is there. */
export type Presented =
  | { kind: 'tap'; uri: string }
  | { kind: 'swipe'; tracks: Tracks }
  | { kind: 'scan'; text: string }
  | { kind: 'typed'; cardNumber: string }
  /** one of our readers has read it with the chip's own keys just now */
  | { kind: 'chip'; cardNumber: string; isCopyable: boolean }

type Means = Exclude<Presented['kind'], 'chip'>
export type IdentifiedCard = KnownCard & { means: Means }
export type IdentifyRefusal = 'card-not-genuine' | 'card-copied' | 'stripe-edited'
type Identified = Promise<Result<IdentifiedCard, IdentifyRefusal>>

/**
 * Says which card this is, in whatever state it is. A tap counts once: a message that was seen before, or an older one,
 * is refused as `card-copied` and flagged. Forged and unknown cards get one answer, `card-not-genuine`. What is refused
 * with evidence keeps it, so call this before anything else is written. `atPlace` is where one of our own readers saw the
 * card just now: what looks like a copy there freezes it, and the state of the answer says so.
 */
export async function identifyCard(
  work: Work,
  keys: KeyService,
  presented: Presented,
  atPlace?: string,
): Identified {
  switch (presented.kind) {
    case 'tap':
      return identifyTap(work, keys, { uri: presented.uri, atPlace })
    case 'swipe':
      return identifySwipe(work, keys, { tracks: presented.tracks, atPlace })
    case 'scan':
      return identifyScan(work, keys, presented.text)
    case 'typed':
      return byNumber(work, numberShown(keys, presented))
    case 'chip':
      return identifyChip(work, presented, atPlace)
  }
}

async function identifyTap(
  work: Work,
  keys: KeyService,
  { uri, atPlace }: { uri: string; atPlace?: string | undefined },
): Identified {
  const text = readCardText(uri)
  if (text?.kind === 'chip') return identifyChipText(work, keys, text)
  if (text?.kind !== 'tap') return refuse('card-not-genuine')
  return identifySun(work, keys, { ...text, uri, atPlace })
}

/** The parts of a SUN message; `uri` when the whole address was read, which then must be the batch's own. */
export interface SunParts {
  batchCode: string
  picc: string
  mac: string
  uri?: string
  /** where one of our own readers saw it just now */
  atPlace?: string | undefined
}

/** As `identifyCard` for a tap whose address was taken apart already. */
export async function identifySun(work: Work, keys: KeyService, parts: SunParts): Identified {
  const genuine = await readGenuine(work.tx, keys, parts)
  if (!genuine) return refuse('card-not-genuine')
  const { card, reading } = genuine

  const advanced = await work.tx
    .updateTable('cards')
    .set({ sun_counter: reading.counter, counter_at: work.now })
    .where('card_number', '=', card.cardNumber)
    .where('sun_counter', '<', reading.counter)
    .returning('card_number')
    .executeTakeFirst()
  const { atPlace } = parts
  if (!advanced) return refuseStale(work, card, { counter: reading.counter, atPlace })
  return seen(work, card, { means: 'tap', atPlace })
}

async function readGenuine(tx: Tx, keys: KeyService, parts: SunParts) {
  const batch = await findAddressedBatch(tx, parts.batchCode)
  const message = batch && parseSun(parts.uri ?? tapAddress(batch, parts))
  if (!message || message.base !== sunBase(batch)) return undefined
  const reading = readSun(keys, batch, message)
  const card = reading && (await findCardByUid(tx, reading.uid))
  if (!card || card.batchId !== batch.id || !isFinished(card) || !isOfCard(reading, card)) return undefined
  return { card, reading }
}

/**
 * The card that once made this message, however old it is: it says which card lay there then, as a typed number would, and
 * proves nothing of now. @returns undefined unless it is a genuine message of a card of ours
 */
export async function messageOf(tx: Tx, keys: KeyService, text: string): Promise<string | undefined> {
  const parts = readCardText(text)
  if (parts?.kind !== 'tap') return undefined
  return (await readGenuine(tx, keys, parts))?.card.cardNumber
}

/**
 * A counter that did not rise. At a reader of ours messages come in as they are made, so there it is a copy, unless it
 * is so fresh that two messages of one card may have overtaken each other. From elsewhere (a page that was left open, a
 * phone that was offline) it tells of a copied message, and freezes nothing.
 */
async function refuseStale(
  work: Work,
  { cardNumber }: KnownCard,
  { counter, atPlace }: { counter: number; atPlace: string | undefined },
): Identified {
  const alarm = { cardNumber, evidence: { counter }, mayFreeze: false }
  if (atPlace === undefined) {
    await raiseAlert(work, { ...alarm, kind: 'replayed-message' })
    return refuseAndKeep('card-copied')
  }
  const last = await work.tx
    .selectFrom('cards')
    .select(['sun_counter', 'counter_at'])
    .where('card_number', '=', cardNumber)
    .executeTakeFirstOrThrow()
  const { lateSeconds } = (await cardRules(work.tx)).rules
  const isFresh =
    last.counter_at !== null && work.now.getTime() - last.counter_at.getTime() <= lateSeconds * 1_000
  const evidence = { counter, place: atPlace, day: dayOf(work.now) }
  if (counter === last.sun_counter)
    await raiseAlert(work, { ...alarm, kind: 'replayed-message', evidence, mayFreeze: !isFresh })
  else if (!isFresh)
    await raiseAlert(work, {
      cardNumber,
      kind: 'fallen-counter',
      evidence: { ...evidence, highest: last.sun_counter },
      mayFreeze: true,
    })
  return refuseAndKeep('card-copied')
}

async function identifySwipe(
  work: Work,
  keys: KeyService,
  { tracks, atPlace }: { tracks: Tracks; atPlace: string | undefined },
): Identified {
  const cardNumber = claimedNumber(tracks)
  const card = cardNumber && isCardNumber(cardNumber) ? await findCard(work.tx, cardNumber) : undefined
  if (!card || !isFinished(card)) return refuse('card-not-genuine')
  if (!isStripeGenuine(keys, card, tracks)) {
    const evidence = { day: dayOf(work.now) }
    await raiseAlert(work, {
      cardNumber: card.cardNumber,
      kind: 'edited-stripe',
      evidence,
      mayFreeze: true,
    })
    return refuseAndKeep('stripe-edited')
  }
  return seen(work, card, { means: 'swipe', atPlace })
}

/** A scanned QR code is signed; scanned bars are a number like a typed one. A scanned tap address counts as a tap. */
async function identifyScan(work: Work, keys: KeyService, scanned: string): Identified {
  const text = readCardText(scanned)
  if (text?.kind === 'tap') return identifyTap(work, keys, { uri: scanned })
  if (text?.kind === 'chip') return identifyChipText(work, keys, text)
  return byNumber(work, numberShown(keys, { kind: 'scan', text: scanned }))
}

interface NumberShown {
  cardNumber: string
  means: 'scan' | 'typed'
}

/** The number that is typed, or that a scan shows without more; undefined for every other way and for what is no number of ours. */
export function numberShown(keys: KeyService, presented: Presented): NumberShown | undefined {
  if (presented.kind === 'typed') return bareNumber(presented.cardNumber, 'typed')
  const text = presented.kind === 'scan' ? readCardText(presented.text) : undefined
  if (text?.kind === 'qr') return numberOfQr(keys, text.q)
  return text?.kind === 'number' ? bareNumber(text.cardNumber, 'scan') : undefined
}

const bareNumber = (cardNumber: string, means: NumberShown['means']): NumberShown | undefined =>
  isCardNumber(cardNumber) ? { cardNumber, means } : undefined

function numberOfQr(keys: KeyService, q: string): NumberShown | undefined {
  const cardNumber = numberFromQr(keys, q)
  return cardNumber === undefined ? undefined : { cardNumber, means: 'scan' }
}

/** As `identifyCard` for the `q` part of a QR code's address. */
export async function identifyQr(work: Work, keys: KeyService, q: string): Identified {
  return byNumber(work, numberOfQr(keys, q))
}

/**
 * A chip that makes no message of its own says the same each time and can be copied: as good as a scanned code, and on
 * no other chip than the one that it was written for.
 */
export async function identifyChipText(
  work: Work,
  keys: KeyService,
  { mac, ...text }: ChipText & { mac: string },
): Identified {
  const cardNumber = numberFromChip(keys, text, mac)
  const card = cardNumber ? await findCard(work.tx, cardNumber) : undefined
  return card && isFinished(card) && card.nfcUid === text.uid
    ? accept({ ...card, means: 'scan' })
    : refuse('card-not-genuine')
}

/** What can be copied with its keys is as good as a scanned code, although it lay on a reader. */
async function identifyChip(
  work: Work,
  { cardNumber, isCopyable }: { cardNumber: string; isCopyable: boolean },
  atPlace: string | undefined,
): Identified {
  const card = await findCard(work.tx, cardNumber)
  if (!card || !isFinished(card)) return refuse('card-not-genuine')
  return seen(work, card, { means: isCopyable ? 'scan' : 'tap', atPlace })
}

async function byNumber(work: Work, shown: NumberShown | undefined): Identified {
  const card = shown && (await findCard(work.tx, shown.cardNumber))
  return card && isFinished(card) ? accept({ ...card, means: shown.means }) : refuse('card-not-genuine')
}

/** A stopped card that shows up, chip or stripe in somebody's hand, is told to the office once a day. */
async function seen(
  work: Work,
  card: KnownCard,
  { means, atPlace }: { means: 'tap' | 'swipe' | 'scan'; atPlace: string | undefined },
): Identified {
  if (isStopped(card)) {
    const evidence = {
      means,
      state: card.state,
      day: dayOf(work.now),
      ...(atPlace ? { place: atPlace } : {}),
    }
    await raiseAlert(work, {
      cardNumber: card.cardNumber,
      kind: 'stopped-card-seen',
      evidence,
      mayFreeze: false,
    })
  }
  if (!atPlace) return accept({ ...card, means })
  await noteSighting(work, card, atPlace)
  const now = await findCard(work.tx, card.cardNumber)
  return accept({ ...(now ?? card), means })
}

const isFinished = ({ state }: KnownCard): boolean =>
  state !== 'numbered' && state !== 'encoding' && state !== 'spoiled'

/** Whether a card must not be used any more. */
export const isStopped = ({ state }: Pick<KnownCard, 'state'>): boolean =>
  state === 'lost' || state === 'replaced' || state === 'expired' || state === 'destroyed'
