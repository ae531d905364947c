import { Type, type Static } from 'typebox'
import { closed, Id, Line, Moment, orNull } from '../platform/schema.ts'
import { NewEnrolment } from './enrolment-schema.ts'
import { Count, Day, LanguageQuery } from './schema.ts'

const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/** Forms that get their numbers now, to be printed. */
export const NewForms = Type.Object({ copies: Type.Integer({ minimum: 1, maximum: 50 }) }, closed)
export const FormsNumbered = Type.Object({ formIds: Type.Array(Id) })
export const FormsQuery = Type.Object({
  ...LanguageQuery.properties,
  /** numbers of forms of the drive with commas between them, at most 50 */
  forms: Type.String({ pattern: `^${UUID}(,${UUID}){0,49}$` }),
})

export const FormParams = Type.Object({ formId: Id })

const { name, phone, birthday, introducer, sourceCode, giftId } = NewEnrolment.properties

/** What somebody wrote on a paper form, typed in afterwards. The paper with the signature stays with the shop. */
export const TypedForm = Type.Object(
  {
    boothId: Id,
    /** whoever served them */
    promoterId: Id,
    /** the date on the paper */
    signedOn: Day,
    name,
    phone,
    birthday,
    introducer,
    sourceCode,
    giftId,
    cardNumber: Type.String({ pattern: '^[0-9]{16}$' }),
  },
  closed,
)
export type TypedForm = Static<typeof TypedForm>
export const FormTyped = Type.Object({
  enrolmentId: Id,
  outcome: Type.Union([Type.Literal('new-member'), Type.Literal('known-member')]),
  cardNumber: Type.String(),
})

export const PutAside = Type.Object({ reason: Line(200) }, closed)
export const FormId = Type.Object({ formId: Id })

export const PaperForm = Type.Object({
  formId: Id,
  driveId: Id,
  driveName: Type.String(),
  consentVersion: Type.String(),
  printedBy: Type.String(),
  printedAt: Moment,
  enrolmentId: orNull(Id),
  asideBecause: orNull(Type.String()),
})
export type PaperForm = Static<typeof PaperForm>

/** `open`: printed and neither typed in nor put aside, the oldest first, at most 500. */
export const PaperForms = Type.Object({
  printed: Count,
  typed: Count,
  aside: Count,
  open: Type.Array(Type.Pick(PaperForm, ['formId', 'printedBy', 'printedAt'])),
})
