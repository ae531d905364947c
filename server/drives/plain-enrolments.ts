import { cardsToGive, numberShown } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { membersByPhone, phoneIndex } from '../members/index.ts'
import type { Tx } from '../platform/database.ts'
import type { Work } from '../platform/work.ts'
import { versionsAt, type Rules } from '../programmes/index.ts'
import { readingSince, type CardInHand } from './card-shown.ts'
import type { Person } from './enrolling.ts'
import {
  judgeChoice,
  judgeSetting,
  offersOf,
  settingsOf,
  type Offers,
  type Setting,
} from './enrolment-facts.ts'
import type { NewEnrolment } from './enrolment-schema.ts'
import { readForm } from './enrolment.ts'
import { judgeGift } from './gift-rule.ts'
import { findReadings } from './reading-queries.ts'

interface Asking {
  work: Work
  form: NewEnrolment
}

/** Somebody at a booth whose form can be read, without whoever brought them. */
interface Applicant extends Asking, Setting {
  index: number
  person: Omit<Person, 'introducerId'>
}

/** Somebody who would be accepted as things stand. */
export interface Plain extends Applicant {
  card: CardInHand
  rules: Rules
}

/**
 * Those of whom nothing follows but their own member, card, gift and points: a phone that is nobody's and comes once here,
 * nobody who brought them, a card that a number or a booth's reading shows, and a gift that need not wait for another.
 * Nothing is written; `index` is their place among the asks.
 */
export async function plainOnes(tx: Tx, keys: KeyService, asked: readonly Asking[]): Promise<Plain[]> {
  const strangers = await strangersAmong(tx, keys, await applicants(tx, asked))
  const shown = await cardsShown(tx, keys, strangers)
  const offers = await offersOf(tx, [...new Set(strangers.map(({ drive }) => drive.id))])
  const versions = await versionsAt(
    tx,
    strangers.map(({ drive, work }) => ({ programmeId: drive.programme_id, moment: work.now })),
  )
  const accepted = strangers.flatMap((stranger, place) => {
    const [card, rules] = [shown[place], versions[place]?.rules]
    if (!card || !rules || !mayHave(offers.get(stranger.drive.id), stranger.form, card)) return []
    return [{ ...stranger, card, rules }]
  })
  return onceEach(accepted)
}

async function applicants(tx: Tx, asked: readonly Asking[]): Promise<Applicant[]> {
  const settings = await settingsOf(tx, asked)
  return asked.flatMap((ask, index) => {
    const facts = settings[index]
    const setting = facts && judgeSetting(facts, ask.form)
    const person = readForm(ask.work, ask.form)
    if (!setting?.ok || !person.ok || ask.form.introducer !== undefined) return []
    return [{ ...ask, ...setting.value, index, person: person.value }]
  })
}

async function strangersAmong(tx: Tx, keys: KeyService, people: readonly Applicant[]): Promise<Applicant[]> {
  const indexes = people.map(({ person }) => phoneIndex(keys, person.phone))
  const known = await membersByPhone(tx, indexes)
  return people.filter((_, place) => !known.has(Buffer.from(indexes[place] ?? []).toString('hex')))
}

/** The card that each shows, where a stranger may have it. */
async function cardsShown(
  tx: Tx,
  keys: KeyService,
  people: readonly Applicant[],
): Promise<(CardInHand | undefined)[]> {
  const readings = await findReadings(tx, people.flatMap(readingOf))
  const shown = people.map((applicant) => {
    const { card } = applicant.form
    if (card.kind !== 'reading') return numberShown(keys, card)
    const reading = readings.get(card.readingId)
    return reading && { cardNumber: reading.card_number, means: reading.means, level: reading.level }
  })
  const cards = await cardsToGive(
    tx,
    people.map(({ booth, work }, place) => ({
      cardNumber: shown[place]?.cardNumber ?? '',
      placeId: booth.place_id,
      now: work.now,
    })),
  )
  return cards.map((card, place) => {
    const seen = shown[place]
    return card && seen && { level: card.level, ...seen }
  })
}

/** The reading by which somebody's card was shown, as `useReadings` takes it; nothing for another way. */
export const readingOf = ({ work, form: { boothId, card } }: Asking) =>
  card.kind === 'reading'
    ? [{ readingId: card.readingId, boothId, since: readingSince(work.now), now: work.now }]
    : []

function mayHave(offers: Offers | undefined, form: NewEnrolment, { level }: CardInHand): boolean {
  if (!offers || !judgeChoice(offers, { form, giftIsGiven: false }).ok) return false
  const { giftId } = form
  if (giftId === null) return true
  const gift = judgeGift(offers.gifts, { giftId, level })
  return gift.ok && gift.value.instead_of === null
}

/** The first with each phone and with each card. */
function onceEach(people: readonly Plain[]): Plain[] {
  const [phones, cards] = [new Set<string>(), new Set<string>()]
  return people.filter(({ person: { phone }, card: { cardNumber } }) => {
    if (phones.has(phone) || cards.has(cardNumber)) return false
    phones.add(phone)
    cards.add(cardNumber)
    return true
  })
}
