import { giftStanding, type GiftStanding } from './gift-rule.ts'
import { mobileOf } from './mobile.ts'
import { noGift, steps, type Form, type Step } from './state.ts'
import type { FormDesk } from './form-desk.ts'

/** What a step still lacks, by the name of its text. */
export type Lack =
  | 'phone-missing'
  | 'phone-wrong'
  | 'name-missing'
  | 'birthday-wrong'
  | 'source-missing'
  | 'signature-missing'
  | 'card-missing'
  | 'gift-missing'
  | 'gift-gone'
  | 'gift-not-for-level'
  | 'gift-not-yet'

/** A day that has been, since 1900; empty where it is not told. */
function isBirthday(birthday: string, today: string): boolean {
  if (birthday === '') return true
  const day = new Date(`${birthday}T00:00:00Z`)
  const isReal = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(birthday)
  return isReal && /^\d{4}-\d\d-\d\d$/.test(birthday) && birthday >= '1900-01-01' && birthday <= today
}

/** Everything that keeps the person from going on from a step. */
export function lacksOf(step: Step, form: Form, desk: FormDesk): Lack[] {
  const standing = standingOf(form, desk)
  const lacks: Readonly<Record<Step, readonly (readonly [Lack, boolean])[]>> = {
    person: [
      ['phone-missing', form.phone.trim() === ''],
      ['phone-wrong', form.phone.trim() !== '' && !mobileOf(form.phone)],
      ['name-missing', form.name.trim() === ''],
      ['birthday-wrong', !isBirthday(form.birthday, desk.day)],
    ],
    consent: [
      ['source-missing', !desk.sources.some(({ code }) => code === form.sourceCode)],
      ['signature-missing', form.consent?.version !== desk.consent.version],
    ],
    card: [['card-missing', !form.card]],
    gift: [
      ['gift-missing', form.gift === null],
      ['gift-gone', standing === 'gone'],
      ['gift-not-for-level', standing === 'not-for-level'],
      ['gift-not-yet', standing === 'not-yet'],
    ],
  }
  return lacks[step].flatMap(([lack, isThere]) => (isThere ? [lack] : []))
}

/** Of the gift that was chosen; one that the drive does not give any more is gone. */
function standingOf({ gift: chosen, card }: Form, { stock: { gifts } }: FormDesk): GiftStanding['kind'] {
  if (chosen === null || chosen === noGift) return 'free'
  const gift = gifts.find(({ giftId }) => giftId === chosen)
  return gift ? giftStanding(gift, { gifts, level: card?.level }).kind : 'gone'
}

/** The first step that lacks something; a form that was filled in before may have been overtaken by events. */
export const firstLacking = (form: Form, desk: FormDesk): Step | undefined =>
  steps.find((step) => lacksOf(step, form, desk).length > 0)
