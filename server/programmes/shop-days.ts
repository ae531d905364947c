import { dayOf } from '../platform/clock.ts'
import type { DayRule } from './rules-schema.ts'

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
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0))
  const kept = new Date(Date.UTC(year, month - 1 + months, Math.min(date, last.getUTCDate())))
  return kept.toISOString().slice(0, 10)
}

/** The moment so many months after another, at the same time of day in the shop's zone. */
export function monthsAfterMoment(moment: Date, months: number): Date {
  const time = moment.getTime() - startOf(dayOf(moment))
  return new Date(startOf(monthsAfter(dayOf(moment), months)) + time)
}

const startOf = (day: string): number => new Date(`${day}T00:00:00+08:00`).getTime()
