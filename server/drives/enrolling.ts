import { handOverCard, type HandOverRefusal } from '../cards/index.ts'
import { takePiece, takePieceOrShort } from '../gifts/index.ts'
import type { KeyService } from '../keys/index.ts'
import { findOrAddMember, recordConsent, type NewMember } from '../members/index.ts'
import { audit } from '../platform/audit.ts'
import { publish } from '../platform/events.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { earnPoints } from '../points/index.ts'
import { rulesAt } from '../programmes/index.ts'
import { noteIntroduction } from '../referrals/index.ts'
import type { CardInHand } from './card-shown.ts'
import type { Setting } from './enrolment-facts.ts'
import { insertEnrolments } from './enrolment-queries.ts'
import type { EnrolmentAnswer, NewEnrolment } from './enrolment-schema.ts'
import {
  answerOf,
  eventsOf,
  factOf,
  referenceOf,
  rowOf,
  welcomeOf,
  type RecordedEnrolment,
} from './recorded-enrolment.ts'
import { boothStock } from './stock.ts'
import type { DriveTable } from './table.ts'

export type Person = Omit<NewMember, 'programmeId' | 'level'> & { introducerId: string | undefined }

/** What is to be enrolled, checked as far as it can be before something is written. */
export interface ToEnrol extends Setting {
  form: Pick<NewEnrolment, 'consentVersion' | 'signature' | 'sourceCode' | 'giftId'>
  person: Person
  /** with the place where it lies by the books; null where none can be given */
  card: (CardInHand & { placeId: string }) | null
  /** of a member who is new */
  level: string
  /** `out-of-hand`: given before it was judged; it is booked whoever has it, short where there is none. `booked`: it is already */
  gift: 'to-new-members' | 'out-of-hand' | 'booked'
}

export interface Enrolled {
  answer: Omit<EnrolmentAnswer, 'cardNumber'> & { cardNumber: string | null }
  memberId: string
  giftIsShort: boolean
}

export type EnrolRefusal = Exclude<HandOverRefusal, 'cards-unverified'> | 'gift-out-of-stock'

/** Member, card, consent, gift and welcome points, in the order in which they are locked: card, member, stock, points. */
export async function enrolPerson(
  work: Work,
  keys: KeyService,
  enrolling: ToEnrol,
): Promise<Result<Enrolled, EnrolRefusal>> {
  const { drive, form, card } = enrolling
  const { introducerId, ...person } = enrolling.person
  const { memberId, isNew } = await findOrAddMember(work, keys, {
    ...person,
    programmeId: drive.programme_id,
    level: enrolling.level,
  })
  if (card) {
    const { cardNumber, placeId } = card
    const handedOver = await handOverCard(work, { cardNumber, placeId, memberId, sharesBalance: isNew })
    if (!handedOver.ok) return handedOver
  }
  await recordConsent(work, keys, {
    memberId,
    textVersion: form.consentVersion,
    signature: signatureText(form),
  })
  if (isNew && introducerId) await noteIntroduction(work, { friendId: memberId, introducerId })

  const giftId = isNew || enrolling.gift !== 'to-new-members' ? form.giftId : null
  const gift = await handOverGift(work, enrolling, giftId)
  if (!gift.ok) return gift
  const welcomePoints = isNew ? await welcome(work, drive, memberId) : 0n
  const { booth, shift } = enrolling
  const recorded = { booth, drive, shift, form, card, memberId, isNew, giftId, welcomePoints }
  const answer = await record(work, recorded)
  return accept({ answer, memberId, giftIsShort: gift.value.isShort })
}

/** As it is sealed. */
export const signatureText = ({ signature }: Pick<NewEnrolment, 'signature'>): string =>
  typeof signature === 'string' ? signature : JSON.stringify(signature)

/** Refuses with `gift-out-of-stock` and names the drive's gifts that are still here. */
async function handOverGift(
  work: Work,
  { booth, drive, gift }: ToEnrol,
  giftId: string | null,
): Promise<Result<{ isShort: boolean }, 'gift-out-of-stock'>> {
  if (giftId === null || gift === 'booked') return accept({ isShort: false })
  const piece = {
    placeId: booth.place_id,
    giftId,
    reason: 'enrolment',
    reference: referenceOf(work),
  } as const
  if (gift === 'out-of-hand') return accept(await takePieceOrShort(work, piece))
  const taken = await takePiece(work, piece)
  if (taken.ok) return accept({ isShort: false })
  const { gifts } = await boothStock(work.tx, { placeId: booth.place_id, driveId: drive.id })
  const left = gifts.filter(({ onHand }) => onHand > 0)
  return refuse('gift-out-of-stock', {
    giftIds: left.map((one) => one.giftId).join(','),
    zh: left.map((one) => one.nameZh).join('、'),
    en: left.map((one) => one.nameEn).join(', '),
  })
}

async function welcome(work: Work, drive: DriveTable, memberId: string): Promise<bigint> {
  const given = welcomeOf(work, await rulesAt(work.tx, drive.programme_id, work.now))
  await earnPoints(work, { ...given, memberId })
  return given.points
}

async function record(work: Work, recorded: RecordedEnrolment): Promise<Enrolled['answer']> {
  await insertEnrolments(work.tx, [rowOf(work, recorded)])
  await audit(work, factOf(work, recorded))
  await publish(work, ...eventsOf(work, recorded))
  return answerOf(work, recorded)
}
