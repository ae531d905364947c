import type { FreshCardRefusal } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import type { Actor } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { dayOf, startOfDay } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { maySee, staffIdOf } from './access.ts'
import { findCount, findCountOfDay } from './booth-count-queries.ts'
import { findBooth, lockBooth } from './booth-queries.ts'
import { seeCard } from './card-shown.ts'
import { everyGiftOf, findDay, findDrive, isInTeam } from './drive-queries.ts'
import type { FormRefusal } from './enrolment.ts'
import type { EnrolRefusal } from './enrolling.ts'
import { countForms, endForm, findForm, holdForm, insertForms, openFormsOf } from './form-queries.ts'
import type { PaperForm, TypedForm } from './form-schema.ts'
import { enrolLate } from './late-enrolment.ts'
import { noteLateGoods } from './late-goods.ts'
import { lateShift } from './late-shift.ts'

const HALF_DAY_MS = 12 * 3_600_000

/** Gives blank forms their numbers: that of a form finds it when it is typed in. Refuses in this order: `drive-unknown`, `not-in-team`. */
export async function numberForms(
  work: Work,
  { driveId, copies }: { driveId: string; copies: number },
): Promise<Result<{ formIds: string[] }, 'drive-unknown' | 'not-in-team'>> {
  const drive = await findDrive(work.tx, driveId)
  if (!drive) return refuse('drive-unknown')
  if (!(await maySee(work.tx, work.actor, driveId))) return refuse('not-in-team')
  const formIds = Array.from({ length: copies }, (_, index) => derivedId(work.id, `paper-form/${index}`))
  await insertForms(
    work.tx,
    formIds.map((id) => ({
      id,
      drive_id: driveId,
      consent_version: drive.consent_version,
      printed_by: staffIdOf(work.actor),
      printed_at: work.now,
    })),
  )
  await audit(work, { action: 'form.numbered', subject: `drive:${driveId}`, details: { copies } })
  return accept({ formIds })
}

/** In the order in which typing a form in refuses. */
export const TYPING_REFUSALS = [
  'form-unknown',
  'not-in-team',
  'form-used',
  'booth-unknown',
  'drive-day-unknown',
  'gift-not-offered',
  'reading-expired',
  'card-not-genuine',
  'card-copied',
  'stripe-edited',
  'card-unknown',
  'card-not-ready',
  'phone-invalid',
  'birthday-invalid',
  'introducer-unknown',
  'source-unknown',
  'card-elsewhere',
  'card-already-given',
  'card-in-box',
  'card-out-of-date',
  'card-of-another',
  'gift-out-of-stock',
] as const

interface Typed {
  enrolmentId: string
  outcome: 'new-member' | 'known-member'
  cardNumber: string
}

type TypingRefusal =
  | 'form-unknown'
  | 'not-in-team'
  | 'form-used'
  | 'booth-unknown'
  | 'drive-day-unknown'
  | 'reading-expired'
  | FormRefusal
  | FreshCardRefusal
  | EnrolRefusal

/**
 * Enrols whoever filled a paper form in, as of the date on it and by whoever served them. The gift is out of the hand: it is
 * booked, short where the books have none. A form is used once.
 */
export async function typeForm(
  work: Work,
  keys: KeyService,
  { formId, ...typed }: TypedForm & { formId: string },
): Promise<Result<Typed, TypingRefusal>> {
  const form = await holdForm(work.tx, formId)
  if (!form) return refuse('form-unknown')
  if (!(await maySee(work.tx, work.actor, form.drive_id))) return refuse('not-in-team')
  if (form.ended_at) return refuse('form-used')
  const { boothId, promoterId, signedOn } = typed
  const [booth, drive] = [await findBooth(work.tx, boothId), await findDrive(work.tx, form.drive_id)]
  if (!drive || booth?.drive_id !== drive.id) return refuse('booth-unknown')
  if (!(await isInTeam(work.tx, drive.id, promoterId))) return refuse('not-in-team')
  const today = dayOf(work.now)
  if (signedOn > today || !(await findDay(work.tx, drive.id, signedOn))) return refuse('drive-day-unknown')
  const gifts = await everyGiftOf(work.tx, [drive.id])
  if (typed.giftId && !gifts.some((gift) => gift.gift_id === typed.giftId)) return refuse('gift-not-offered')

  const card = await seeCard(work, keys, {
    boothId,
    card: { kind: 'typed', cardNumber: typed.cardNumber },
  })
  if (!card.ok) return card
  await lockBooth(work.tx, boothId)
  const then = { ...work, now: await momentOf(work, { boothId, signedOn }) }
  const { shift } = await lateShift(then, { boothId, staffId: promoterId })
  const enrolled = await enrolLate(then, keys, {
    booth,
    drive,
    shift,
    form: { ...written(typed), consentVersion: form.consent_version, signature: { typedName: typed.name } },
    card: { ...card.value, placeId: booth.place_id },
    gift: 'out-of-hand',
  })
  if (!enrolled.ok) return enrolled
  const left = { boothId, quantity: 1, notedAt: work.now }
  await noteLateGoods(then, { ...left, item: 'cards' })
  if (typed.giftId !== null) await noteLateGoods(then, { ...left, item: typed.giftId })
  const { enrolmentId, outcome } = enrolled.value.answer
  await endForm(work.tx, formId, {
    enrolment_id: enrolmentId,
    aside_because: null,
    ended_by: staffIdOf(work.actor),
    ended_at: work.now,
  })
  await audit(work, {
    action: 'form.typed',
    subject: `paper-form:${formId}`,
    details: { enrolmentId, signedOn },
  })
  return accept({ enrolmentId, outcome, cardNumber: card.value.cardNumber })
}

/** When somebody stood at the booth, as far as the day on the paper tells it: before that day's goods were counted. */
async function momentOf(
  { tx, now }: Work,
  { boothId, signedOn }: { boothId: string; signedOn: string },
): Promise<Date> {
  const likely = signedOn === dayOf(now) ? now : new Date(startOfDay(signedOn).getTime() + HALF_DAY_MS)
  const countId = await findCountOfDay(tx, boothId, signedOn)
  const count = countId === undefined ? undefined : await findCount(tx, countId)
  return count && count.counted_at < likely ? count.counted_at : likely
}

const written = ({ name, phone, birthday, introducer, sourceCode, giftId }: Omit<TypedForm, 'boothId'>) => ({
  name,
  phone,
  sourceCode,
  giftId,
  ...(birthday === undefined ? {} : { birthday }),
  ...(introducer === undefined ? {} : { introducer }),
})

/** A form that nobody will type in: left blank, spoiled. Refuses in this order: `form-unknown`, `not-in-team`, `form-used`. */
export async function putAside(
  work: Work,
  { formId, reason }: { formId: string; reason: string },
): Promise<Result<{ formId: string }, 'form-unknown' | 'not-in-team' | 'form-used'>> {
  const form = await holdForm(work.tx, formId)
  if (!form) return refuse('form-unknown')
  if (!(await maySee(work.tx, work.actor, form.drive_id))) return refuse('not-in-team')
  if (form.ended_at) return refuse('form-used')
  await endForm(work.tx, formId, {
    enrolment_id: null,
    aside_because: reason.trim(),
    ended_by: staffIdOf(work.actor),
    ended_at: work.now,
  })
  await audit(work, {
    action: 'form.put-aside',
    subject: `paper-form:${formId}`,
    details: { reason: reason.trim() },
  })
  return accept({ formId })
}

type FormRow = NonNullable<Awaited<ReturnType<typeof findForm>>>

const showForm = (row: FormRow): PaperForm => ({
  formId: row.id,
  driveId: row.drive_id,
  driveName: row.drive_name,
  consentVersion: row.consent_version,
  printedBy: row.display_name,
  printedAt: row.printed_at.toISOString(),
  enrolmentId: row.enrolment_id,
  asideBecause: row.aside_because,
})

/** The form of which this is the code. Refuses in this order: `form-unknown`, `not-in-team`. */
export async function describeForm(
  db: Db,
  actor: Actor,
  formId: string,
): Promise<Result<PaperForm, 'form-unknown' | 'not-in-team'>> {
  const row = await findForm(db, formId)
  if (!row) return refuse('form-unknown')
  return (await maySee(db, actor, row.drive_id)) ? accept(showForm(row)) : refuse('not-in-team')
}

/** How many forms were printed for a drive, and those that are still to be typed in. */
export async function listForms(db: Db, driveId: string) {
  const [open, counts] = await Promise.all([openFormsOf(db, driveId), countForms(db, driveId)])
  return {
    printed: Number(counts.printed),
    typed: Number(counts.typed),
    aside: Number(counts.aside),
    open: open.map(showForm).map(({ formId, printedBy, printedAt }) => ({ formId, printedBy, printedAt })),
  }
}
