import type { AuditFact } from '../platform/audit.ts'
import type { LiveEvent } from '../platform/events.ts'
import type { Work } from '../platform/work.ts'
import type { Earning } from '../points/index.ts'
import { expiryOf, type Rules } from '../programmes/index.ts'
import type { CardInHand } from './card-shown.ts'
import type { Setting } from './enrolment-facts.ts'
import type { EnrolmentAnswer, NewEnrolment } from './enrolment-schema.ts'
import type { EnrolmentTable } from './table.ts'

/** A person who was enrolled: all that is written of it and answered follows from it and its command. */
export interface RecordedEnrolment extends Setting {
  form: Pick<NewEnrolment, 'sourceCode'>
  card: Pick<CardInHand, 'cardNumber' | 'means'> | null
  memberId: string
  isNew: boolean
  giftId: string | null
  welcomePoints: bigint
}

export const referenceOf = ({ id }: Pick<Work, 'id'>): string => `enrolment:${id}`

const outcomeOf = ({ isNew }: RecordedEnrolment): EnrolmentTable['outcome'] =>
  isNew ? 'new-member' : 'known-member'

export const rowOf = (
  { id, now }: Pick<Work, 'id' | 'now'>,
  enrolment: RecordedEnrolment,
): EnrolmentTable => ({
  id,
  drive_id: enrolment.drive.id,
  booth_id: enrolment.booth.id,
  shift_id: enrolment.shift.id,
  member_id: enrolment.memberId,
  card_number: enrolment.card?.cardNumber ?? null,
  gift_id: enrolment.giftId,
  source_code: enrolment.form.sourceCode,
  outcome: outcomeOf(enrolment),
  handed_by_means: enrolment.card?.means ?? null,
  welcome_points: enrolment.welcomePoints,
  enrolled_at: now,
})

/** What every new member is given. */
export const welcomeOf = (
  { id, now }: Pick<Work, 'id' | 'now'>,
  rules: Rules,
): Omit<Earning, 'memberId'> => ({
  points: BigInt(rules.welcomePoints),
  reason: 'welcome',
  reference: referenceOf({ id }),
  happenedAt: now,
  expiresAt: expiryOf(rules, now),
  part: 'welcome',
})

const factsOf = (enrolment: RecordedEnrolment) => ({
  outcome: outcomeOf(enrolment),
  cardNumber: enrolment.card?.cardNumber ?? null,
  giftId: enrolment.giftId,
  source: enrolment.form.sourceCode,
})

export const factOf = (work: Pick<Work, 'id'>, enrolment: RecordedEnrolment): AuditFact => ({
  action: 'enrolment.done',
  subject: referenceOf(work),
  details: { ...factsOf(enrolment), boothId: enrolment.booth.id, means: enrolment.card?.means ?? null },
})

export function eventsOf({ id }: Pick<Work, 'id'>, enrolment: RecordedEnrolment): [LiveEvent, LiveEvent] {
  const { booth, drive } = enrolment
  const data = { ...factsOf(enrolment), enrolmentId: id, boothId: booth.id }
  return [
    { topic: `booth:${booth.id}`, type: 'enrolled', data },
    { topic: `drive:${drive.id}`, type: 'enrolled', data },
  ]
}

export const answerOf = (
  { id }: Pick<Work, 'id'>,
  enrolment: RecordedEnrolment,
): Omit<EnrolmentAnswer, 'cardNumber'> & { cardNumber: string | null } => ({
  enrolmentId: id,
  outcome: outcomeOf(enrolment),
  cardNumber: enrolment.card?.cardNumber ?? null,
  giftId: enrolment.giftId,
  welcomePoints: Number(enrolment.welcomePoints),
  receiptUrl: `/api/v1/enrolments/${id}/receipt.pdf`,
})
