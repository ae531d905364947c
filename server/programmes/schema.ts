import { Type, type Static } from 'typebox'
import { Id, Line, Moment, Points, Sentence } from '../platform/schema.ts'

const Preset = Type.Literal('mall-two-level')

const PerMille = Type.Integer({ minimum: 1, maximum: 1000 })

export const Level = Type.Object({
  /** what cards, designs and members name it by */
  code: Type.Union([Type.Literal('gold'), Type.Literal('diamond')]),
  nameZh: Type.String(),
  nameEn: Type.String(),
  /** what is paid of a regular price: 880 = 88 % = 8.8 折 */
  ratePerMille: PerMille,
  byInvitation: Type.Boolean(),
})
export type Level = Static<typeof Level>
export type LevelCode = Level['code']

/** The rules of one programme from one moment on. */
export const Rules = Type.Object({
  preset: Preset,
  levels: Type.Array(Level),
  /** one point for each full `unitFen` paid on a receipt; the remainder is dropped */
  earn: Type.Object({ unitFen: Type.Integer({ minimum: 1 }), rounding: Type.Literal('down') }),
  welcomePoints: Points,
  /** how long a gift is kept for a member */
  holdMinutes: Type.Integer({ minimum: 1 }),
})
export type Rules = Static<typeof Rules>

export const NewProgramme = Type.Object(
  { number: Type.Integer({ minimum: 0, maximum: 99 }), name: Line(60), preset: Preset },
  { additionalProperties: false },
)

export const Programme = Type.Object({
  id: Id,
  /** digits 5 and 6 of its card numbers */
  number: Type.Integer(),
  name: Type.String(),
  preset: Type.String(),
  createdAt: Moment,
})
export type Programme = Static<typeof Programme>
export const Programmes = Type.Object({ programmes: Type.Array(Programme) })

/** A programme with the rules in force now, as data and in words. */
export const ProgrammeDetail = Type.Object({
  programme: Programme,
  version: Type.Integer(),
  startsAt: Moment,
  rules: Rules,
  words: Type.Array(Sentence),
})
export type ProgrammeDetail = Static<typeof ProgrammeDetail>
export const ProgrammeParams = Type.Object({ id: Id })
export const HandbookQuery = Type.Object({
  language: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')], { default: 'zh-CN' }),
})

/** A shop-in-shop: its own promotion, and whether the card's discount is given there. */
export const NewCounter = Type.Object(
  {
    name: Line(60),
    /** false: no card discount there; its goods earn points all the same */
    joins: Type.Boolean(),
    /** the counter's own promotion, 1000 without one */
    ratePerMille: PerMille,
  },
  { additionalProperties: false },
)
export const Counter = Type.Object({
  id: Id,
  name: Type.String(),
  joins: Type.Boolean(),
  ratePerMille: Type.Integer(),
})
export type Counter = Static<typeof Counter>
export const Counters = Type.Object({ counters: Type.Array(Counter) })
