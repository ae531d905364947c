import type { KeyService } from '../keys/index.ts'
import type { Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { cardsAt } from '../cards/index.ts'
import { rulesAt } from '../programmes/index.ts'
import { checkForm, type FormRefusal } from './enrolment.ts'
import { enrolPerson, type Enrolled, type EnrolRefusal, type ToEnrol } from './enrolling.ts'
import type { Setting } from './enrolment-facts.ts'
import type { NewEnrolment } from './enrolment-schema.ts'

export interface LateEnrolment extends Setting, Pick<ToEnrol, 'card' | 'gift'> {
  form: Omit<NewEnrolment, 'boothId' | 'card'>
}

/**
 * As `enrol`, of a person who was enrolled at `work.now` and is judged afterwards: the person stands before nobody any more,
 * so day, shift and consent text are the judge's to look at, the card may be left out, and the gift is out of the hand.
 */
export async function enrolLate(
  work: Work,
  keys: KeyService,
  { booth, drive, shift, form, card, gift }: LateEnrolment,
): Promise<Result<Enrolled, FormRefusal | EnrolRefusal>> {
  const checked = await checkForm(work, keys, { form, drive, giftIsGiven: true })
  if (!checked.ok) return checked
  const level = card?.level ?? (await levelWithoutCard(work, { booth, drive }))
  const person = checked.value
  return enrolPerson(work, keys, { booth, drive, shift, form, person, card, level, gift })
}

/** The level of most cards that lie at the booth, else the programme's first. */
async function levelWithoutCard(work: Work, { booth, drive }: Pick<Setting, 'booth' | 'drive'>) {
  const { byDesign } = await cardsAt(work.tx, booth.place_id)
  const most = byDesign.toSorted((a, b) => b.onHand - a.onHand)[0]
  const [first] = (await rulesAt(work.tx, drive.programme_id, work.now)).levels
  return most?.level ?? first?.code ?? ''
}
