import type { KeyService } from '../keys/index.ts'
import { checkBirthday, normalisePhone } from '../members/index.ts'
import { assert } from '../platform/errors.ts'
import { accept, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findIntroducer } from '../referrals/index.ts'
import { seeCard } from './card-shown.ts'
import { enrolPerson, type Person } from './enrolling.ts'
import { judgeChoice, judgeSetting, offersOf, settingsOf } from './enrolment-facts.ts'
import type { EnrolmentAnswer, NewEnrolment } from './enrolment-schema.ts'
import { checkGiftRule } from './gift-rule.ts'
import type { DriveTable } from './table.ts'

/** In the order in which an enrolment refuses. */
export const ENROLMENT_REFUSALS = [
  'booth-unknown',
  'no-open-shift',
  'drive-not-today',
  'consent-outdated',
  'phone-invalid',
  'birthday-invalid',
  'introducer-unknown',
  'source-unknown',
  'gift-not-offered',
  'reading-expired',
  'card-not-genuine',
  'card-copied',
  'stripe-edited',
  'card-unknown',
  'card-not-ready',
  'gift-not-for-level',
  'gift-not-yet',
  'card-elsewhere',
  'card-already-given',
  'card-in-box',
  'card-out-of-date',
  'card-of-another',
  'gift-out-of-stock',
] as const
type EnrolmentRefusal = (typeof ENROLMENT_REFUSALS)[number]

/**
 * Enrols a person in one transaction: card in hand, member, consent, gift, welcome points.
 * The command's id becomes the enrolment's. Locks in the order card, member, gift stock, points.
 * The answer holds nothing personal, because answers are stored.
 */
export async function enrol(
  work: Work,
  keys: KeyService,
  form: NewEnrolment,
): Promise<Result<EnrolmentAnswer, EnrolmentRefusal>> {
  const [facts] = await settingsOf(work.tx, [{ work, form }])
  assert(facts, 'a place is looked at')
  const setting = judgeSetting(facts, form)
  if (!setting.ok) return setting
  const checked = await checkForm(work, keys, { form, ...setting.value })
  if (!checked.ok) return checked
  const card = await seeCard(work, keys, form)
  if (!card.ok) return card
  const { giftId } = form
  const rule =
    giftId && (await checkGiftRule(work.tx, setting.value.booth, { giftId, level: card.value.level }))
  if (rule && !rule.ok) return rule

  const enrolled = await enrolPerson(work, keys, {
    ...setting.value,
    form,
    person: checked.value,
    card: { ...card.value, placeId: setting.value.booth.place_id },
    level: card.value.level,
    gift: 'to-new-members',
  })
  if (!enrolled.ok) return enrolled
  const { cardNumber } = card.value
  return accept({ ...enrolled.value.answer, cardNumber })
}

/** What a person wrote, without the card that they were given. */
type Form = Omit<NewEnrolment, 'boothId' | 'card'>

export type FormRefusal =
  'phone-invalid' | 'birthday-invalid' | 'introducer-unknown' | 'source-unknown' | 'gift-not-offered'

/** What was written on a form; `gift-not-offered` is not asked of a gift that was given already. */
export async function checkForm(
  work: Work,
  keys: KeyService,
  { form, drive, giftIsGiven = false }: { form: Form; drive: DriveTable; giftIsGiven?: boolean },
): Promise<Result<Person, FormRefusal>> {
  const written = readForm(work, form)
  if (!written.ok) return written
  const introducer = await findIntroducer(work.tx, keys, form.introducer)
  if (!introducer.ok) return introducer
  const offers = await offersOf(work.tx, [drive.id])
  const choice = judgeChoice(offers.get(drive.id), { form, giftIsGiven })
  if (!choice.ok) return choice
  return accept({ ...written.value, introducerId: introducer.value })
}

/** What a form says of a person, as far as it can be read without the database. */
export function readForm(
  { now }: Pick<Work, 'now'>,
  form: Pick<Form, 'name' | 'phone' | 'birthday'>,
): Result<Omit<Person, 'introducerId'>, 'phone-invalid' | 'birthday-invalid'> {
  const phone = normalisePhone(form.phone)
  if (!phone.ok) return phone
  const birthday = checkBirthday(form.birthday, now)
  if (!birthday.ok) return birthday
  return accept({ name: form.name.trim(), phone: phone.value, birthday: birthday.value })
}
