import { Type } from 'typebox'

/** The last event that a page has seen, where it cannot send `Last-Event-ID`. */
const after = Type.Optional(Type.String({ maxLength: 60 }))

export const Resume = Type.Object({ after })

/** e.g. `?topic=stations&topic=batch:0190…` */
export const Watch = Type.Object({
  after,
  topic: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 10 }),
})
