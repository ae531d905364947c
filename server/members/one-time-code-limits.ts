import { minutesAfter } from '../platform/clock.ts'
import type { SentCode } from './one-time-code-queries.ts'
import type { AtKiosk } from './table.ts'

const PAUSE_MINUTES = 1
const AFTER_TAPS = { perHour: 5 }
const WITHOUT_TAP = { perDayAtKiosk: 3, perDay: 12 }

const DAY_MINUTES = 24 * 60
export const codesThatCount = (now: Date): Date => minutesAfter(now, -DAY_MINUTES)

/**
 * Says why no further code goes to a phone now. Codes of tapped cards and others are counted apart, and others by kiosk: a
 * picture of a card rings its holder's phone three times at one kiosk and takes no code from whoever has the card itself. A
 * code that was used came from the holder, and counts no more.
 */
export function refuseCode(
  sent: readonly SentCode[],
  { at, now }: { at: AtKiosk | null; now: Date },
): 'code-sent-recently' | 'too-many-codes' | undefined {
  const within = (minutes: number) => (code: SentCode) => code.createdAt > minutesAfter(now, -minutes)
  if (!at) {
    const tapped = sent.filter(({ sessionId }) => sessionId === null)
    if (tapped.some(within(PAUSE_MINUTES))) return 'code-sent-recently'
    return tapped.filter(within(60)).length >= AFTER_TAPS.perHour ? 'too-many-codes' : undefined
  }
  const here = sent.filter(({ sessionId }) => sessionId === at.sessionId)
  if (here.some(within(PAUSE_MINUTES))) return 'code-sent-recently'
  const unused = sent.filter(({ sessionId, usedAt }) => sessionId !== null && usedAt === null)
  const unusedHere = unused.filter(({ kioskId }) => kioskId === at.kioskId)
  const isUsedUp = unused.length >= WITHOUT_TAP.perDay || unusedHere.length >= WITHOUT_TAP.perDayAtKiosk
  return isUsedUp ? 'too-many-codes' : undefined
}
