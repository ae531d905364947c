const FIRST_MS = 5_000
const LONGEST_MS = 4 * 3_600_000
const LONGEST_REST_MS = 15 * 60_000
const LONGEST_WISH_MS = 24 * 3_600_000
/** From the first try on. */
const TRIED_FOR_MS = 3 * 24 * 3_600_000

/** Four times longer after each try, a fifth more or less, so that what failed together does not come back together. */
const after = (tries: number, longestMs: number): number =>
  Math.min(FIRST_MS * 4 ** Math.min(tries - 1, 12), longestMs) * (0.8 + Math.random() * 0.4)

export interface Tried {
  /** tries so far, this one among them */
  attempts: number
  firstTriedAt: Date
  now: Date
  /** the receiver's wish */
  retryAfterSeconds: number | undefined
  /** not before: the address is left alone */
  restsUntil: Date | null
}

/** When a message that was not taken is sent again: 5 s, 20 s … 4 h later; undefined after three days. */
export function nextTry(tried: Tried): Date | undefined {
  const { attempts, firstTriedAt, now, retryAfterSeconds = 0, restsUntil } = tried
  if (now.getTime() - firstTriedAt.getTime() >= TRIED_FOR_MS) return undefined
  const wishMs = Math.min(retryAfterSeconds * 1_000, LONGEST_WISH_MS)
  const laterMs = Math.round(Math.max(after(attempts, LONGEST_MS), wishMs))
  return new Date(Math.max(now.getTime() + laterMs, restsUntil?.getTime() ?? 0))
}

/** Until when an address that nobody answers at is left alone. */
export const restUntil = (failures: number, now: Date): Date =>
  new Date(now.getTime() + Math.round(after(failures, LONGEST_REST_MS)))

/** Whether an address has been silent for so long that nothing more is sent there. */
export const isGivenUp = (failingSince: Date | null, now: Date): boolean =>
  failingSince !== null && now.getTime() - failingSince.getTime() >= TRIED_FOR_MS
