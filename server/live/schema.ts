import { Type } from 'typebox'

/** e.g. `?topic=stations&topic=batch:0190…` */
export const Watch = Type.Object({
  topic: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 10 }),
})

/** One message of the stream, as JSON in `data:`; `Last-Event-ID` resumes after the last one seen. */
export const LiveMessage = Type.Object({
  topic: Type.String(),
  type: Type.String(),
  data: Type.Record(Type.String(), Type.Unknown()),
})
