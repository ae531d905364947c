import type { KeyService } from '../keys/index.ts'
import { checkBirthday, normalisePhone } from '../members/index.ts'
import { dayOf } from '../platform/clock.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findIntroducer } from '../referrals/index.ts'
import { staffIdOf } from './access.ts'
import { findBooth } from './booth-queries.ts'
import { seeCard } from './card-shown.ts'
import { findDay, findDrive, giftsOf, hasSource } from './drive-queries.ts'
import { enrolPerson, type Person, type Setting } from './enrolling.ts'
import type { EnrolmentAnswer, NewEnrolment } from './enrolment-schema.ts'
import { checkGiftRule } from './gift-rule.ts'
import { holdOpenShift } from './shift-queries.ts'
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
  const setting = await checkSetting(work, form)
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

/** The booth, its drive, and the shift that cannot be closed while this goes on. */
async function checkSetting(
  work: Work,
  form: NewEnrolment,
): Promise<Result<Setting, 'booth-unknown' | 'no-open-shift' | 'drive-not-today' | 'consent-outdated'>> {
  const booth = await findBooth(work.tx, form.boothId)
  const drive = booth && (await findDrive(work.tx, booth.drive_id))
  if (!drive) return refuse('booth-unknown')
  const shift = await holdOpenShift(work.tx, { boothId: booth.id, staffId: staffIdOf(work.actor) })
  if (!shift) return refuse('no-open-shift')
  if (!(await findDay(work.tx, drive.id, dayOf(work.now)))) return refuse('drive-not-today')
  if (drive.consent_version !== form.consentVersion) return refuse('consent-outdated')
  return accept({ booth, drive, shift })
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
  const phone = normalisePhone(form.phone)
  if (!phone.ok) return phone
  const birthday = checkBirthday(form.birthday, work.now)
  if (!birthday.ok) return birthday
  const introducer = await findIntroducer(work.tx, keys, form.introducer)
  if (!introducer.ok) return introducer
  if (!(await hasSource(work.tx, drive.id, form.sourceCode))) return refuse('source-unknown')
  const offered = await giftsOf(work.tx, [drive.id])
  const isOffered =
    giftIsGiven || form.giftId === null || offered.some((gift) => gift.gift_id === form.giftId)
  if (!isOffered) return refuse('gift-not-offered')
  return accept({
    name: form.name.trim(),
    phone: phone.value,
    birthday: birthday.value,
    introducerId: introducer.value,
  })
}
