import { dayOf, startOfDay } from '../platform/clock.ts'

/** The review of levels looks at 3:30 in the shop's zone. */
const LOOKS_AT_MS = 3.5 * 3_600_000
const DAY_MS = 86_400_000

/** The first night's look at or after a moment. */
export function nightAfter(moment: Date): Date {
  const sameDay = startOfDay(dayOf(moment)).getTime() + LOOKS_AT_MS
  return new Date(sameDay >= moment.getTime() ? sameDay : sameDay + DAY_MS)
}
