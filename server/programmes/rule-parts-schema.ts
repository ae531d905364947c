import { Type } from 'typebox'
import { Line } from '../platform/schema.ts'

/** What rules of every kind are made of; amounts in fen, rates in per mille. */

export const PerMille = Type.Integer({ minimum: 1, maximum: 1000 })
export const Named = { nameZh: Line(40), nameEn: Line(40) }
export const Code = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' })
export const Money = Type.Integer({ minimum: 1, maximum: 100_000_000_000 })
export const Count = Type.Integer({ minimum: 0, maximum: 10_000 })
export const Months = Type.Integer({ minimum: 1, maximum: 120 })
/** A calendar day in the shop's zone. */
export const Day = Type.String({ format: 'date' })
/** Of goods, as the tills name it. */
export const Category = Line(40)
