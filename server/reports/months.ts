import { dayOf, startOfDay } from '../platform/clock.ts'

/** The month of a moment in the shop's zone, e.g. `2026-05`. */
export const monthAt = (moment: Date): string => dayOf(moment).slice(0, 7)

/** @returns the moment at which a month begins in the shop's zone */
export const startOfMonth = (month: string): Date => startOfDay(`${month}-01`)

const countOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1

export function monthAfter(month: string, months: number): string {
  const count = countOf(month) + months
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`
}

/** Months from one to another; negative when the other comes first. */
export const monthsBetween = (from: string, to: string): number => countOf(to) - countOf(from)

/** All months from one to another, both included. */
export const monthsThrough = (from: string, to: string): string[] =>
  Array.from({ length: Math.max(0, monthsBetween(from, to) + 1) }, (_, index) => monthAfter(from, index))
