import { Type, type Static } from 'typebox'

export const Driver = Type.Object({
  name: Type.String(),
  state: Type.Union([Type.Literal('ready'), Type.Literal('simulated'), Type.Literal('missing')]),
  /** what that means, in the reader's language */
  sentence: Type.String(),
  /** the one line that installs what is missing */
  install: Type.Optional(Type.String()),
})
export type Driver = Static<typeof Driver>

/** A sign-in to try the product with; exists in simulated mode only. */
export const SamplePerson = Type.Object({
  signInName: Type.String(),
  displayName: Type.String(),
  password: Type.String(),
})
export type SamplePerson = Static<typeof SamplePerson>

/** What this server is, and what of it is simulated. */
export const About = Type.Object({
  simulated: Type.Boolean(),
  publicUrl: Type.String(),
  drivers: Type.Array(Driver),
  sampleData: Type.Boolean(),
  people: Type.Array(SamplePerson),
})
