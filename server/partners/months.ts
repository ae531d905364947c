import { dayOf, startOfDay } from '../platform/clock.ts'

/** The month of the shop in which a moment lies, e.g. `2026-05`. */
export const monthAt = (moment: Date): string => dayOf(moment).slice(0, 7)

export function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

/** The first moment of a month. */
export const startOfMonth = (month: string): Date => startOfDay(`${month}-01`)

/** As the database has it: its first day. */
export const firstDay = (month: string): string => `${month}-01`
