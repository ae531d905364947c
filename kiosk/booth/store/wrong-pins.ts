/** Kept in clear beside the lock: it must be read before anything is opened, and hides nothing. */
export interface WrongPins {
  count: number
  /** by the tablet's clock, ms since 1970 */
  waitUntil: number
}

export const noWrongPins: WrongPins = { count: 0, waitUntil: 0 }

const free = 3
const firstWaitMs = 15_000
const longestWaitMs = 3_600_000

const waitAfter = (count: number): number =>
  count < free ? 0 : Math.min(firstWaitMs * 2 ** (count - free), longestWaitMs)

/** One more try, counted before it is made: a reload in the middle of it changes nothing. */
export const afterTry = ({ count }: WrongPins, now: number): WrongPins => ({
  count: count + 1,
  waitUntil: now + waitAfter(count + 1),
})

/** How long to wait yet, in ms. A clock that was set back cannot make it longer than the wait itself. */
export const waitLeft = ({ count, waitUntil }: WrongPins, now: number): number =>
  Math.max(0, Math.min(waitUntil - now, waitAfter(count)))
