import { Type } from 'typebox'

/** e.g. `?topic=stations&topic=batch:0190…` */
export const Watch = Type.Object({
  topic: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 10 }),
})
