import { Type, type Static } from 'typebox'
import { Line } from '../platform/schema.ts'

const RoleSchema = Type.Union([
  Type.Literal('administrator'),
  Type.Literal('programme-manager'),
  Type.Literal('card-operator'),
  Type.Literal('promoter'),
  Type.Literal('auditor'),
])

const SignInName = Type.String({ minLength: 2, maxLength: 40, pattern: '^[a-z0-9][a-z0-9._-]*$' })
const Password = Type.String({ minLength: 12, maxLength: 200 })
const DisplayName = Line(60)

export const SignIn = Type.Object({
  signInName: Type.String({ minLength: 1, maxLength: 40 }),
  password: Type.String({ minLength: 1, maxLength: 200 }),
})
export const FirstAdministrator = Type.Object({
  signInName: SignInName,
  displayName: DisplayName,
  password: Password,
})
export const NewStaff = Type.Object({
  signInName: SignInName,
  displayName: DisplayName,
  password: Password,
  roles: Type.Array(RoleSchema, { minItems: 1, uniqueItems: true }),
})

export const Person = Type.Object({
  id: Type.String({ format: 'uuid' }),
  signInName: Type.String(),
  displayName: Type.String(),
  roles: Type.Array(RoleSchema),
})
export type Person = Static<typeof Person>

/** Who is signed in here; `isFirstRun` while the shop has no administrator yet. */
export const Session = Type.Object({
  isFirstRun: Type.Boolean(),
  person: Type.Union([Person, Type.Null()]),
})
export const People = Type.Object({ people: Type.Array(Person) })
