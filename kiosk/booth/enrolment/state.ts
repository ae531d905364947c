import type { CardShown, EnrolmentAnswer, NewEnrolment } from '../../api/drives.ts'
import type { Problem } from '../../api/problem.ts'
import type { Signature } from '../../ui/signature-pad.tsx'

/** The four steps of an enrolment, in their order; each asks one thing. */
export const steps = ['person', 'consent', 'card', 'gift'] as const
export type Step = (typeof steps)[number]

/** A card as it was shown: a tap or swipe on the booth's reader has told how it looks, a scanned or typed one has not. */
export interface CardInHand {
  shown: CardShown
  means: 'tap' | 'swipe' | 'scan' | 'typed'
  cardNumber: string
  /** code of the level that it was made for, where that is known */
  level?: string
  look?: CardLook
}

/** What the card was printed with. */
interface CardLook {
  designId: string
  version: number
}

export interface Form {
  phone: string
  name: string
  /** YYYY-MM-DD, or empty: nobody must tell it */
  birthday: string
  /** card number, phone or code of whoever brought them, or empty */
  introducer: string
  sourceCode: string | null
  /** what was signed, and which version of the text was on the screen then */
  consent: { version: string; signature: Signature } | null
  card: CardInHand | null
  /** of a card's number, not whole yet */
  typedCard?: string
  /** a gift's id, or `none` where no gift is wanted */
  gift: string | null
}

export const noGift = 'none'

/** One intent to enrol: sent again with the same id until the server's word on it is known. */
interface Attempt {
  commandId: string
  content: NewEnrolment
}

export type Enrolment =
  | { at: 'form'; step: Step; form: Form; refusal?: Problem }
  /** `isLost`: no answer came, so it may have happened; nothing is changed before the answer is known. */
  | { at: 'sending'; form: Form; attempt: Attempt; isLost: boolean }
  /** Holds no personal datum any more. */
  | { at: 'done'; answer: EnrolmentAnswer; look?: CardLook }

export type Happening =
  | { type: 'filled'; part: Partial<Form> }
  | { type: 'went'; to: Step }
  | { type: 'sent'; attempt: Attempt }
  | { type: 'sent-again' }
  | { type: 'answer-lost' }
  | { type: 'refused'; problem: Problem }
  | { type: 'answered'; answer: EnrolmentAnswer }
  | { type: 'restored'; enrolment: Enrolment }
  | { type: 'next-person' }

export const nobodyYet: Enrolment = {
  at: 'form',
  step: 'person',
  form: {
    phone: '',
    name: '',
    birthday: '',
    introducer: '',
    sourceCode: null,
    consent: null,
    card: null,
    gift: null,
  },
}

/** What follows from what happened. A happening that has no place in a state changes nothing. */
export function follow(enrolment: Enrolment, happening: Happening): Enrolment {
  if (happening.type === 'next-person') return nobodyYet
  if (happening.type === 'restored') return enrolment === nobodyYet ? happening.enrolment : enrolment
  switch (enrolment.at) {
    case 'form':
      return followForm(enrolment, happening)
    case 'sending':
      return followSending(enrolment, happening)
    case 'done':
      return enrolment
  }
}

function followForm(enrolment: Extract<Enrolment, { at: 'form' }>, happening: Happening): Enrolment {
  const { form } = enrolment
  if (happening.type === 'filled') return { ...enrolment, form: { ...form, ...happening.part } }
  if (happening.type === 'went') return { at: 'form', step: happening.to, form }
  if (happening.type === 'sent') return { at: 'sending', form, attempt: happening.attempt, isLost: false }
  return enrolment
}

function followSending(enrolment: Extract<Enrolment, { at: 'sending' }>, happening: Happening): Enrolment {
  if (happening.type === 'sent-again') return { ...enrolment, isLost: false }
  if (happening.type === 'answer-lost') return { ...enrolment, isLost: true }
  if (happening.type === 'refused') return refused(enrolment.form, happening.problem)
  if (happening.type === 'answered') return done(enrolment.form, happening.answer)
  return enrolment
}

function done({ card }: Form, answer: EnrolmentAnswer): Enrolment {
  return { at: 'done', answer, ...(card?.look ? { look: card.look } : {}) }
}

/** Back to the step that can mend it; what is no longer good is taken out of the form, the rest stays. */
function refused(form: Form, problem: Problem): Enrolment {
  const step = stepToMend(problem)
  const gone: Partial<Form> = {
    ...(step === 'card' ? { card: null } : {}),
    ...(problem.code.startsWith('gift-') ? { gift: null } : {}),
    ...(problem.code === 'consent-outdated' ? { consent: null } : {}),
  }
  return { at: 'form', step, form: { ...form, ...gone }, refusal: problem }
}

const mending: Readonly<Record<string, Step>> = {
  'phone-invalid': 'person',
  'birthday-invalid': 'person',
  'introducer-unknown': 'person',
  'input-invalid': 'person',
  'consent-outdated': 'consent',
  'source-unknown': 'consent',
  'gift-not-offered': 'gift',
  'gift-not-for-level': 'gift',
  'gift-not-yet': 'gift',
  'gift-out-of-stock': 'gift',
}

function stepToMend({ code }: Problem): Step {
  if (/^(card|stripe|reading)-/.test(code)) return 'card'
  return mending[code] ?? 'gift'
}

/** A signature as the server takes it. */
export const sentSignature = (signature: Signature): NewEnrolment['signature'] =>
  signature.kind === 'drawn' ? signature.png : { typedName: signature.name }

/** What is sent for a whole form; undefined while an answer is missing. */
export function contentOf(form: Form, boothId: string): NewEnrolment | undefined {
  const { sourceCode, consent, card, gift, birthday } = form
  if (!sourceCode || !consent || !card || !gift) return undefined
  const { signature } = consent
  return {
    boothId,
    name: form.name.trim(),
    phone: form.phone.trim(),
    ...(birthday ? { birthday } : {}),
    ...(form.introducer.trim() ? { introducer: form.introducer.trim() } : {}),
    sourceCode,
    consentVersion: consent.version,
    signature: sentSignature(signature),
    card: card.shown,
    giftId: gift === noGift ? null : gift,
  }
}
