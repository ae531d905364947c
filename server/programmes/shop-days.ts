import { dayOf } from '../platform/clock.ts'
import type { DayRule } from './points-rules-schema.ts'

/** The month of a day, e.g. `2026-05`. */
export const monthOf = (day: string): string => day.slice(0, 7)

/** Whether a rule of the calendar means a day (`YYYY-MM-DD` in the shop's zone). */
export function isDayOf({ when }: Pick<DayRule, 'when'>, day: string): boolean {
  switch (when.kind) {
    case 'dates':
      return when.from <= day && day <= when.until
    case 'weekday':
      return weekdayOf(day) === when.weekday
    case 'day-of-month':
      return Number(day.slice(8)) === when.day
  }
}

/** 1 is Monday, 7 is Sunday. */
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

/** The same day so many months on, or the last of a shorter month. */
export function monthsAfter(day: string, months: number): string {
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  const [year, ofYear] = [Math.floor(month / 12), month % 12]
  const last = new Date(Date.UTC(year, ofYear + 1, 0)).getUTCDate()
  return `${year}-${twoDigits(ofYear + 1)}-${twoDigits(Math.min(Number(day.slice(8)), last))}`
}

const twoDigits = (number: number): string => (number < 10 ? `0${number}` : String(number))

/** The moment so many months after another, at the same time of day in the shop's zone. */
export function monthsAfterMoment(moment: Date, months: number): Date {
  const time = moment.getTime() - startOf(dayOf(moment))
  return new Date(startOf(monthsAfter(dayOf(moment), months)) + time)
}

const startOf = (day: string): number => new Date(`${day}T00:00:00+08:00`).getTime()
