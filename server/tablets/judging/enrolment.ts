import { Value } from 'typebox/value'
import { enrolLate, isKeptFromLevel, lateShift, noteLateGoods } from '../../drives/index.ts'
import { findGift } from '../../gifts/index.ts'
import { findConsentText } from '../../members/index.ts'
import { LateForm } from '../entry-schema.ts'
import type { ConflictKind } from '../schema.ts'
import { isTheirs, lateCard, numberShown, type LateCard } from './card.ts'
import { judged, type Judged, type Judging } from './conflict.ts'
import { keepPerson } from './person.ts'
import { attempt } from './savepoint.ts'
import { lookAtDay } from './setting.ts'

/** What keeps somebody from being a member until a person has looked at the form. */
const INCOMPLETE = [
  'phone-invalid',
  'birthday-invalid',
  'source-unknown',
  'consent-unknown',
  'form-invalid',
] as const
export type Incomplete = (typeof INCOMPLETE)[number]
const isIncomplete = (reason: string): reason is Incomplete => INCOMPLETE.some((one) => one === reason)

/**
 * Enrols a person who left days ago with card and gift: nobody and nothing is lost, so there is no plain "no". What could not
 * be done as it was meant is a conflict of the report. `docs/booth-offline.md` has the rules.
 */
export async function judgeEnrolment(judging: Judging): Promise<Judged> {
  const { body } = judging.entry
  if (!Value.Check(LateForm, body)) return keepPerson(judging, 'form-invalid')
  await lookAtDay(judging)
  const incomplete = await completeEnrolment(judging, body, false)
  return incomplete ? keepPerson(judging, incomplete) : judged('accepted', judging.conflicts)
}

/** Enrols somebody as far as that is possible. @returns why they can be no member yet; nothing of them was written then */
export async function completeEnrolment(
  judging: Judging,
  body: LateForm,
  isBooked: boolean,
): Promise<Incomplete | undefined> {
  if (!(await findConsentText(judging.work.tx, body.consentVersion))) return 'consent-unknown'
  const before = judging.conflicts.length
  lookAtConsent(judging, body)
  const form = await lookAtGift(judging, body)
  const card = await lateCard(judging, form)
  if (!card.ok) await noteCard(judging, form, card.reason)
  const outcome = await enrolAsFarAsPossible(judging, { form, card: card.ok ? card.value : null, isBooked })
  // What was found out beside is told once the person is a member.
  if (outcome) judging.conflicts.splice(before)
  return outcome
}

function lookAtConsent({ drive, conflicts }: Judging, { consentVersion: shown }: LateForm): void {
  if (shown !== drive.consent_version)
    conflicts.push({ kind: 'consent-outdated', action: 'kept-as-shown', details: { shown } })
}

/** A gift that is out of the hand is booked, whatever the drive offers; one that does not exist cannot be. */
async function lookAtGift({ work, drive, conflicts }: Judging, form: LateForm): Promise<LateForm> {
  const { giftId } = form
  if (giftId === null) return form
  const offered = await work.tx
    .selectFrom('drive_gifts')
    .select('gift_id')
    .where('drive_id', '=', drive.id)
    .where('gift_id', '=', giftId)
    .executeTakeFirst()
  if (offered) return form
  if (await findGift(work.tx, giftId)) {
    conflicts.push({ kind: 'gift-not-offered', action: 'booked', details: { giftId } })
    return form
  }
  conflicts.push({ kind: 'gift-unknown', action: 'left-out', details: { giftId } })
  return { ...form, giftId: null }
}

async function noteCard(judging: Judging, form: LateForm, kind: ConflictKind): Promise<void> {
  const cardNumber = form.card ? await numberShown(judging, form.card) : undefined
  const details = { enrolmentId: judging.work.id, ...(cardNumber ? { cardNumber } : {}) }
  if (kind === 'card-already-given' && (await isTheirs(judging, form)))
    judging.conflicts.push({ kind, action: 'theirs-already', details })
  else judging.conflicts.push({ kind, action: 'needs-card', todo: 'give-card', details })
}

/** Of somebody who has no card no level is known, so no rule of the drive was broken. */
async function lookAtLevel(
  { work, drive, conflicts }: Judging,
  { form: { giftId }, card }: Pick<Try, 'form' | 'card'>,
): Promise<void> {
  if (giftId === null || card === null) return
  const given = { giftId, level: card.level }
  if (await isKeptFromLevel(work.tx, drive.id, given))
    conflicts.push({ kind: 'gift-not-for-level', action: 'booked', details: given })
}

interface Try {
  form: LateForm
  card: LateCard | null
  isBooked: boolean
}

/** Tries again without what stands in the way. @returns why the person can be no member yet, undefined once they are */
async function enrolAsFarAsPossible(
  judging: Judging,
  { form, card, isBooked }: Try,
): Promise<Incomplete | undefined> {
  const { work, keys, booth, drive, promoterId, conflicts } = judging
  const { shift, standing } = await lateShift(work, { boothId: booth.id, staffId: promoterId })
  const gift = isBooked ? 'booked' : 'out-of-hand'
  const enrolled = await attempt(work.tx, () =>
    enrolLate(work, keys, { booth, drive, shift, form, card, gift }),
  )
  if (enrolled.ok) {
    const { answer, giftIsShort } = enrolled.value
    const left = { boothId: booth.id, quantity: 1, notedAt: judging.receivedAt }
    if (card?.placeId === booth.place_id) await noteLateGoods(work, { ...left, item: 'cards' })
    if (form.giftId !== null && !isBooked) await noteLateGoods(work, { ...left, item: form.giftId })
    if (standing === 'without-shift')
      conflicts.push({ kind: 'promoter-without-shift', action: 'shift-noted' })
    await lookAtLevel(judging, { form, card })
    if (giftIsShort)
      conflicts.push({ kind: 'gift-short', action: 'booked-short', details: { giftId: form.giftId ?? '' } })
    if (answer.outcome === 'known-member')
      conflicts.push({
        kind: 'known-member',
        action: form.giftId === null ? 'linked' : 'gift-booked',
        details: { enrolmentId: work.id },
      })
    return undefined
  }
  const { reason } = enrolled
  if (isIncomplete(reason)) return reason
  if (reason === 'introducer-unknown') {
    conflicts.push({ kind: reason, action: 'left-out' })
    const { introducer: _, ...rest } = form
    return enrolAsFarAsPossible(judging, { form: rest, card, isBooked })
  }
  if (reason === 'gift-not-offered' || reason === 'gift-out-of-stock')
    throw new Error(`a gift that is out of the hand is not refused: ${reason}`)
  await noteCard(judging, form, reason)
  return enrolAsFarAsPossible(judging, { form, card: null, isBooked })
}
