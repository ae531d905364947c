import { now } from '../ui/now.ts'
import { useSyncExternalStore } from 'react'

const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })

/** The calendar day in the shop's zone, e.g. `2026-05-01`. */
export const shopDay = (moment: Date): string => day.format(moment)

/** The calendar day after `text`. */
export const dayAfter = (text: string): string => {
  const next = new Date(`${text}T12:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().slice(0, 10)
}

const lookMs = 30_000
const everyHalfMinute = (look: () => void) => {
  const timer = setInterval(look, lookMs)
  return () => clearInterval(timer)
}

/** Today in the shop's zone; a page that is left open turns with the day. */
export const useShopDay = (): string => useSyncExternalStore(everyHalfMinute, () => shopDay(now()))
