import { Type, type Static } from 'typebox'

/** Pieces that every feature's contract is made of; safe for the browser. */
export const Id = Type.String({ format: 'uuid' })

/** One line of text as people write it: something visible, nothing that a database or a printer chokes on. */
export const Line = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: '^(?=.*\\S)[^\\u0000-\\u001F\\u007F\\uD800-\\uDFFF]+$' })

/** A moment with its offset, e.g. `2026-05-01T18:30:00+08:00`. */
export const Moment = Type.String({
  format: 'date-time',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:[0-5]\\d(\\.\\d{1,6})?(Z|[+-]\\d\\d:\\d\\d)$',
})

/** Points and fen are whole numbers. */
export const Points = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
export const Fen = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/** One sentence in each language of the product. */
export const Sentence = Type.Object({ zh: Type.String(), en: Type.String() })
export type Sentence = Static<typeof Sentence>

export const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])

/** Of a body: what it does not name is refused, not passed over. */
export const closed = { additionalProperties: false } as const

/** A file in a body: so many characters at most. */
export const Base64 = (maxLength: number) =>
  Type.String({ minLength: 4, maxLength, pattern: '^[A-Za-z0-9+/]+={0,2}$' })

/** A file: a PDF, a picture. */
export const Bytes = Type.Unsafe<Uint8Array>({ type: 'string', format: 'binary' })
