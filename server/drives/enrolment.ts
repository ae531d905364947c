import { handOverCard } from '../cards/index.ts'
import { takePiece } from '../gifts/index.ts'
import type { KeyService } from '../keys/index.ts'
import {
  checkBirthday,
  findOrAddMember,
  normalisePhone,
  recordConsent,
  type NewMember,
} from '../members/index.ts'
import { audit } from '../platform/audit.ts'
import { dayOf } from '../platform/clock.ts'
import { publish } from '../platform/events.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { earnPoints } from '../points/index.ts'
import { expiryOf, rulesAt } from '../programmes/index.ts'
import { findIntroducer, noteIntroduction } from '../referrals/index.ts'
import { staffIdOf } from './access.ts'
import { findBooth, type BoothRow } from './booth-queries.ts'
import { seeCard, type CardInHand } from './card-shown.ts'
import { findDay, findDrive, giftsOf, hasSource } from './drive-queries.ts'
import { insertEnrolment } from './enrolment-queries.ts'
import type { EnrolmentAnswer, NewEnrolment } from './enrolment-schema.ts'
import { holdOpenShift } from './shift-queries.ts'
import { boothStock } from './stock.ts'
import type { DriveTable, ShiftTable } from './table.ts'

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
  'card-elsewhere',
  'card-already-given',
  'card-in-box',
  'card-out-of-date',
  'card-of-another',
  'gift-out-of-stock',
] as const
type EnrolmentRefusal = (typeof ENROLMENT_REFUSALS)[number]

interface Setting {
  booth: BoothRow
  drive: DriveTable
  shift: ShiftTable
}

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
  const { introducerId, ...person } = checked.value
  const card = await seeCard(work, keys, form)
  if (!card.ok) return card

  const { drive, booth } = setting.value
  const { memberId, isNew } = await findOrAddMember(work, keys, {
    ...person,
    programmeId: drive.programme_id,
    level: card.value.level,
  })
  const handedOver = await handOverCard(work, {
    cardNumber: card.value.cardNumber,
    placeId: booth.place_id,
    memberId,
    sharesBalance: isNew,
  })
  if (!handedOver.ok) return handedOver
  await recordConsent(work, keys, {
    memberId,
    textVersion: form.consentVersion,
    signature: typeof form.signature === 'string' ? form.signature : JSON.stringify(form.signature),
  })

  if (isNew && introducerId) await noteIntroduction(work, { friendId: memberId, introducerId })

  const giftId = isNew ? form.giftId : null
  const gift = giftId && (await handOverGift(work, setting.value, giftId))
  if (gift && !gift.ok) return gift
  const welcomePoints = isNew ? await welcome(work, drive, memberId) : 0n

  return accept(
    await record(work, { ...setting.value, form, card: card.value, memberId, isNew, giftId, welcomePoints }),
  )
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

type FormRefusal =
  'phone-invalid' | 'birthday-invalid' | 'introducer-unknown' | 'source-unknown' | 'gift-not-offered'

type Person = Omit<NewMember, 'programmeId' | 'level'> & { introducerId: string | undefined }

async function checkForm(
  work: Work,
  keys: KeyService,
  { form, drive }: Setting & { form: NewEnrolment },
): Promise<Result<Person, FormRefusal>> {
  const phone = normalisePhone(form.phone)
  if (!phone.ok) return phone
  const birthday = checkBirthday(form.birthday, work.now)
  if (!birthday.ok) return birthday
  const introducer = await findIntroducer(work.tx, keys, form.introducer)
  if (!introducer.ok) return introducer
  if (!(await hasSource(work.tx, drive.id, form.sourceCode))) return refuse('source-unknown')
  const offered = await giftsOf(work.tx, [drive.id])
  const isOffered = form.giftId === null || offered.some((gift) => gift.gift_id === form.giftId)
  if (!isOffered) return refuse('gift-not-offered')
  return accept({
    name: form.name.trim(),
    phone: phone.value,
    birthday: birthday.value,
    introducerId: introducer.value,
  })
}

/** Refuses with `gift-out-of-stock` and names the drive's gifts that are still here. */
async function handOverGift(
  work: Work,
  { booth, drive }: Setting,
  giftId: string,
): Promise<Result<unknown, 'gift-out-of-stock'>> {
  const taken = await takePiece(work, {
    placeId: booth.place_id,
    giftId,
    reason: 'enrolment',
    reference: `enrolment:${work.id}`,
  })
  if (taken.ok) return taken
  const { gifts } = await boothStock(work.tx, { placeId: booth.place_id, driveId: drive.id })
  const left = gifts.filter((gift) => gift.onHand > 0)
  return refuse('gift-out-of-stock', {
    giftIds: left.map((gift) => gift.giftId).join(','),
    zh: left.map((gift) => gift.nameZh).join('、'),
    en: left.map((gift) => gift.nameEn).join(', '),
  })
}

async function welcome(work: Work, drive: DriveTable, memberId: string): Promise<bigint> {
  const rules = await rulesAt(work.tx, drive.programme_id, work.now)
  const points = BigInt(rules.welcomePoints)
  await earnPoints(work, {
    memberId,
    points,
    reason: 'welcome',
    reference: `enrolment:${work.id}`,
    happenedAt: work.now,
    expiresAt: expiryOf(rules, work.now),
    part: 'welcome',
  })
  return points
}

interface Enrolled extends Setting {
  form: NewEnrolment
  card: CardInHand
  memberId: string
  isNew: boolean
  giftId: string | null
  welcomePoints: bigint
}

async function record(work: Work, enrolled: Enrolled): Promise<EnrolmentAnswer> {
  const { booth, drive, shift, form, card, memberId, giftId, welcomePoints } = enrolled
  const outcome = enrolled.isNew ? 'new-member' : 'known-member'
  await insertEnrolment(work.tx, {
    id: work.id,
    drive_id: drive.id,
    booth_id: booth.id,
    shift_id: shift.id,
    member_id: memberId,
    card_number: card.cardNumber,
    gift_id: giftId,
    source_code: form.sourceCode,
    outcome,
    handed_by_means: card.means,
    welcome_points: welcomePoints,
    enrolled_at: work.now,
  })
  const facts = { outcome, cardNumber: card.cardNumber, giftId, source: form.sourceCode }
  await audit(work, {
    action: 'enrolment.done',
    subject: `enrolment:${work.id}`,
    details: { ...facts, boothId: booth.id, means: card.means },
  })
  const data = { ...facts, enrolmentId: work.id, boothId: booth.id }
  await publish(work, { topic: `booth:${booth.id}`, type: 'enrolled', data })
  await publish(work, { topic: `drive:${drive.id}`, type: 'enrolled', data })
  return {
    enrolmentId: work.id,
    outcome,
    cardNumber: card.cardNumber,
    giftId,
    welcomePoints: Number(welcomePoints),
    receiptUrl: `/api/v1/enrolments/${work.id}/receipt.pdf`,
  }
}
