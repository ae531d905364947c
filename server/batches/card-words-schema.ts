import { Type, type Static } from 'typebox'
import { closed, Id, Line, Moment, orNull } from '../platform/schema.ts'

const Position = Type.Integer({ minimum: 1, maximum: 1_000_000 })
/** By field; amounts in whole fen, days as `YYYY-MM-DD`. */
const Words = Type.Record(Type.String({ pattern: '^\\w{1,60}$' }), Line(120), {
  minProperties: 1,
  maxProperties: 20,
})

/** A field of the design that somebody must write, as nothing else fills it. */
export const CardField = Type.Object({
  field: Type.String(),
  /** as the design writes it: one of the engine's formats */
  format: orNull(Type.String()),
})
export type CardField = Static<typeof CardField>

/** No field, where the design shows nothing that is to be written. */
export const CardWords = Type.Object({
  fields: Type.Array(CardField),
  /** the last writings that still hold, newest first */
  written: Type.Array(
    Type.Object({
      id: Id,
      /** positions in the batch */
      first: Type.Integer(),
      last: Type.Integer(),
      cards: Type.Integer(),
      words: Words,
      writtenAt: Moment,
    }),
  ),
})
export type CardWords = Static<typeof CardWords>

/** For the cards from one position to another that are not printed. */
export const NewCardWords = Type.Object({ from: Position, to: Position, words: Words }, closed)
export type NewCardWords = Static<typeof NewCardWords>
export const WrittenCards = Type.Object({ cards: Type.Integer({ minimum: 1 }) })
