import { DesignError } from '../engine/design-error.ts'
import type { DocumentBlock, DocumentField, DocumentPdf } from '../engine/document.ts'
import type { FontBook } from '../engine/font-book.ts'
import { loadFonts } from '../fonts/load-fonts.ts'
import { fitsOnePage } from '../engine/layout-document.ts'

/** A text in both languages: the form is one sheet for everybody. */
interface Both {
  zh: string
  en: string
}

export interface ApplicationForm {
  /** Of the file and of its title; the fields' labels are in both. */
  language: DocumentPdf['language']
  programme: string
  drive: string
  sources: readonly Both[]
  gifts: readonly Both[]
  consent: Both & { version: string }
}

interface FieldDefinition extends Pick<DocumentField, 'weight' | 'entry'> {
  label: Both
}

/** What a person fills in, row by row, as on the screen at the booth. */
const personFields: readonly (readonly FieldDefinition[])[] = [
  [{ label: { zh: '姓名', en: 'Name' }, weight: 1, entry: { kind: 'line' } }],
  [
    {
      label: { zh: '手机号', en: 'Mobile phone' },
      weight: 1,
      entry: { kind: 'squares', groups: [3, 4, 4] },
    },
  ],
  [
    {
      label: { zh: '生日（年／月／日，选填）', en: 'Birthday (year / month / day, optional)' },
      weight: 1,
      entry: { kind: 'squares', groups: [4, 2, 2] },
    },
  ],
]

const SIGNATURE_UM = 17_000
const signatureFields: readonly FieldDefinition[] = [
  {
    label: { zh: '本人签名', en: 'Signature' },
    weight: 3,
    entry: { kind: 'frame', heightUm: SIGNATURE_UM },
  },
  {
    label: { zh: '日期', en: 'Date' },
    weight: 2,
    entry: { kind: 'squares', groups: [4, 2, 2] },
  },
]

const staffFields: readonly FieldDefinition[] = [
  {
    label: { zh: '卡号', en: 'Card number' },
    weight: 3,
    entry: { kind: 'squares', groups: [4, 4, 4, 4] },
  },
  { label: { zh: '经办人', en: 'Served by' }, weight: 1, entry: { kind: 'line' } },
]

const words = {
  title: { zh: '会员入会申请表', en: 'Membership application' },
  fill: {
    zh: '请用黑色或蓝色笔填写。入会免费，当场领卡。',
    en: 'Please write in black or blue ink. Joining is free and you get your card at once.',
  },
  source: { zh: '您从哪里得知本次活动？', en: 'Where did you hear of us?' },
  gift: { zh: '入会礼品（任选一件，送完即止）', en: 'Gift (one of these, while they last)' },
  consent: { zh: '个人信息同意书', en: 'Consent' },
  version: { zh: '版本', en: 'version' },
  overleaf: { zh: '全文见背面。', en: 'The full text is overleaf.' },
  agree: {
    zh: '我已阅读并同意上述个人信息同意书。',
    en: 'I have read the consent text and agree to it.',
  },
  staff: { zh: '工作人员填写', en: 'For our staff' },
} as const satisfies Record<string, Both>

const inOne = ({ zh, en }: Both): string => (zh === en ? zh : `${zh}  ${en}`)

/**
 * Application forms on paper, one A4 page each. A form's number (up to 60 signs) is its code too: the record that is
 * typed in from it is found by that. A consent text that is too long for the page stands on a second one, which is printed
 * overleaf, and long names of sources and gifts are then cut. Throws `text-too-long` where even that does not fit.
 */
export function applicationForms(
  form: ApplicationForm,
  formNumbers: readonly string[],
  fonts: FontBook = loadFonts(),
): DocumentPdf[] {
  const [longest = ''] = formNumbers.toSorted((one, other) => other.length - one.length)
  const look = lookThatFits(form, longest, fonts)
  return formNumbers.flatMap((number) => look(number))
}

type Look = (formNumber: string) => DocumentPdf[]

function lookThatFits(form: ApplicationForm, formNumber: string, fonts: FontBook): Look {
  const texts = consentTexts(form)
  const whole = (number: string): DocumentPdf =>
    sheet(form, number, [...ask(form, number, inOne), ...texts, ...signing(form)])
  if (fitsOnePage(whole(formNumber), fonts)) return (number) => [whole(number)]
  const back = (number: string): DocumentPdf => sheet(form, number, texts)
  const isOnePage = fitsOnePage(back(formNumber), fonts)
  for (const say of [inOne, shortInOne]) {
    const front = (number: string): DocumentPdf =>
      sheet(form, number, [...ask(form, number, say), ...signing(form, words.overleaf)])
    if (fitsOnePage(front(formNumber), fonts))
      return (number) => [front(number), { ...back(number), isOnePage }]
  }
  throw new DesignError('text-too-long', 'The form does not fit on one page.')
}

const cut = (text: string, most: number): string => {
  const signs = Array.from(text)
  return signs.length > most ? `${signs.slice(0, most - 1).join('')}…` : text
}

const shortInOne = (both: Both): string => cut(inOne(both), 24)

const sheet = (form: ApplicationForm, formNumber: string, blocks: DocumentBlock[]): DocumentPdf => ({
  format: 'a4',
  language: form.language,
  title: inOne(words.title),
  subtitle: `${form.programme} · ${form.drive}`,
  blocks,
  footer: formNumber,
  isOnePage: true,
})

const fieldsOf = (definitions: readonly FieldDefinition[]): DocumentBlock => ({
  kind: 'fields',
  fields: definitions.map(({ label, ...rest }) => ({ label: inOne(label), ...rest })),
})

function ask(form: ApplicationForm, formNumber: string, say: (both: Both) => string): DocumentBlock[] {
  const person = personFields.map(fieldsOf) as Exclude<DocumentBlock, { kind: 'columns' }>[]
  return [
    { kind: 'paragraph', text: inOne(words.fill), tone: 'note' },
    {
      kind: 'columns',
      columns: [
        { weight: 3.4, blocks: person },
        { weight: 1, blocks: [{ kind: 'qrcode', content: formNumber, sideUm: 30_000 }] },
      ],
    },
    choices(words.source, form.sources.map(say)),
    ...(form.gifts.length > 0 ? [choices(words.gift, form.gifts.map(say))] : []),
  ]
}

const choices = (label: Both, texts: string[]): DocumentBlock => ({
  kind: 'fields',
  fields: [{ label: inOne(label), weight: 1, entry: { kind: 'choices', texts } }],
})

const consentTexts = ({ consent }: ApplicationForm): DocumentBlock[] => [
  {
    kind: 'heading',
    text: `${inOne(words.consent)} (${words.version.zh} ${words.version.en} ${consent.version})`,
  },
  ...[consent.zh, consent.en]
    .flatMap((text) => text.split('\n'))
    .filter((text) => text.trim() !== '')
    .map((text): DocumentBlock => ({ kind: 'paragraph', text })),
]

const signing = ({ consent }: ApplicationForm, note?: Both): DocumentBlock[] => [
  {
    kind: 'paragraph',
    tone: 'strong',
    text: [
      inOne(words.agree),
      `(${words.version.zh} ${words.version.en} ${consent.version})`,
      ...(note ? [inOne(note)] : []),
    ].join(' '),
  },
  fieldsOf(signatureFields),
  { kind: 'heading', text: inOne(words.staff) },
  fieldsOf(staffFields),
]
