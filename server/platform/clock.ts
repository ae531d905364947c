/** The one source of time, so that a test can hold it still. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date(Date.now()) }

/** The zone in which days, expiry and opening hours are meant. */
export const ZONE = 'Asia/Shanghai'

/** Made once: making one takes a hundred times as long as using it. */
const days = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE })

const OFFSET_MS = 8 * 3_600_000
/** Since then the zone has had one offset and no summer time (tzdata, asia). */
const ONE_OFFSET_SINCE = Date.UTC(1992, 0)
const DAY_MS = 86_400_000
/** By the number of the day; whoever goes through years of purchases asks for each day a thousand times. */
const daysKnown = new Map<number, string>()
const MOST_DAYS_KNOWN = 10_000

/** @returns the calendar day in the shop's zone as YYYY-MM-DD */
export function dayOf(moment: Date): string {
  const time = moment.getTime()
  if (!(time >= ONE_OFFSET_SINCE)) return days.format(moment)
  const number = Math.floor((time + OFFSET_MS) / DAY_MS)
  const known = daysKnown.get(number)
  if (known !== undefined) return known
  if (daysKnown.size >= MOST_DAYS_KNOWN) daysKnown.clear()
  const day = days.format(moment)
  daysKnown.set(number, day)
  return day
}

/** @returns the moment at which a calendar day (YYYY-MM-DD) begins in the shop's zone */
export function startOfDay(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`)
}

/** @returns how many calendar days of the shop lie between two moments: 0 on one day, 1 from one evening to the next morning */
export const daysBetween = (earlier: Date, later: Date): number =>
  (startOfDay(dayOf(later)).getTime() - startOfDay(dayOf(earlier)).getTime()) / DAY_MS

export function minutesAfter(moment: Date, minutes: number): Date {
  return new Date(moment.getTime() + minutes * 60_000)
}
