import { startOfDay } from '../platform/clock.ts'
import type { DateOrder } from './schema.ts'

const DAY_MS = 86_400_000
/** The largest amount of one purchase, as for tills. */
const MOST_FEN = 1_000_000_000_000n
const MOST_POINTS = 1_000_000_000n

/** Signs as keyboards of either width make them, without the blanks around. */
export const plain = (cell: string): string => cell.normalize('NFKC').trim()

/**
 * An amount as people and programmes write it: `1,234.50`, `¥1,234.50`, `1234.5元`, `CNY 12`; two digits behind the point
 * at most. @returns fen, rounded half up where a unit is no whole number of them
 */
export function readAmount(
  cell: string,
  fenPerUnit: number,
): bigint | 'amount-invalid' | 'amount-negative' | 'amount-too-large' {
  const text = plain(cell)
    .replace(/^(?:CNY|RMB|USD|US\$|HK\$|[¥￥$€£])\s*/iu, '')
    .replace(/\s*(?:元|圆|CNY|RMB|USD)$/iu, '')
  const isNegative = /^-|^\(.*\)$/.test(text)
  const digits = isNegative ? text.replace(/^-\s*|^\(|\)$/g, '').replace(/^[¥￥$€£]\s*/u, '') : text
  const [, whole, part = ''] = /^(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d*))?$/.exec(digits) ?? []
  if (whole === undefined) return 'amount-invalid'
  if (part.replace(/0+$/, '').length > 2) return 'amount-invalid'
  const hundredths = BigInt(whole.replaceAll(',', '')) * 100n + BigInt(part.slice(0, 2).padEnd(2, '0'))
  if (isNegative && hundredths > 0n) return 'amount-negative'
  const fen = (hundredths * BigInt(fenPerUnit) + 50n) / 100n
  return fen > MOST_FEN ? 'amount-too-large' : fen
}

/** A whole number from 0, with or without groups of three. */
export function readPoints(cell: string): bigint | 'points-invalid' {
  const text = plain(cell).replace(/\s*(?:分|points|pts)$/iu, '')
  if (!/^(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.0*)?$/.test(text)) return 'points-invalid'
  const points = BigInt(text.replace(/\..*$/, '').replaceAll(',', ''))
  return points > MOST_POINTS ? 'points-invalid' : points
}

/** How many pieces: 1 to 999. */
export function readItems(cell: string): number | 'items-invalid' {
  const text = plain(cell).replace(/\.0*$/, '')
  const items = Number(text)
  return /^\d{1,4}$/.test(text) && items >= 1 && items <= 999 ? items : 'items-invalid'
}

/**
 * A day, with or without its time, in the shop's zone: `2024-05-01`, `20240501`, `2024年5月1日 18:30`, `1/5/2024`, a
 * moment with its own offset, or the number under which Excel keeps a day.
 */
export function readMoment(
  cell: string,
  { dateOrder, isFrom1904 }: { dateOrder: DateOrder; isFrom1904: boolean },
): Date | 'date-invalid' {
  const text = plain(cell)
  if (/^\d{5}(\.\d+)?$/.test(text)) return momentOfSerial(Number(text), isFrom1904)
  if (/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(text)) {
    const moment = new Date(text)
    return Number.isNaN(moment.getTime()) ? 'date-invalid' : moment
  }
  const [, day = '', hours = '0', minutes = '0', seconds = '0', half] =
    /^(.+?)(?:(?:[\sT]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?)?$/i.exec(text) ?? []
  const date = readDay(day.trim(), dateOrder)
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (/pm/i.test(half) ? 12 : 0)
  if (!date || hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return 'date-invalid'
  return new Date(startOfDay(date).getTime() + ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000)
}

function readDay(text: string, dateOrder: DateOrder): string | undefined {
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  const parts = (
    compact ?? /^(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,4})\s*日?$/.exec(text)
  )?.slice(1)
  if (!parts) return undefined
  const [a = '', b = '', c = ''] = parts
  const isYearFirst = compact !== null || a.length === 4
  const [year, month, date] = isYearFirst ? [a, b, c] : dateOrder === 'mdy' ? [c, a, b] : [c, b, a]
  return year.length === 4 ? realDay(Number(year), Number(month), Number(date)) : undefined
}

function realDay(year: number, month: number, date: number): string | undefined {
  const moment = new Date(Date.UTC(year, month - 1, date))
  const isReal = moment.getUTCMonth() === month - 1 && moment.getUTCDate() === date && year >= 1970
  return isReal ? moment.toISOString().slice(0, 10) : undefined
}

/** Day 1 is 1 January 1900, and Excel believes that 29 February 1900 was one; from 1904 day 0 is 1 January. */
function momentOfSerial(serial: number, isFrom1904: boolean): Date | 'date-invalid' {
  const days = Math.floor(serial) - (isFrom1904 ? 24_107 : 25_569)
  if (days < 0) return 'date-invalid'
  const day = new Date(days * DAY_MS).toISOString().slice(0, 10)
  const seconds = Math.round((serial % 1) * 86_400)
  return new Date(startOfDay(day).getTime() + seconds * 1_000)
}
