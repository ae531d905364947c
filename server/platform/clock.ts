/** The one source of time, so that a test can hold it still. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date(Date.now()) }

/** The zone in which days, expiry and opening hours are meant. */
export const ZONE = 'Asia/Shanghai'

/** Made once: making one takes a hundred times as long as using it. */
const days = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE })

/** @returns the calendar day in the shop's zone as YYYY-MM-DD */
export const dayOf = (moment: Date): string => days.format(moment)

/** @returns the moment at which a calendar day (YYYY-MM-DD) begins in the shop's zone */
export function startOfDay(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`)
}

export function minutesAfter(moment: Date, minutes: number): Date {
  return new Date(moment.getTime() + minutes * 60_000)
}
