import type { EntryVerdict } from './schema.ts'
import { wordsOf } from './words.ts'

/** A verdict as the tablet hears it. */
export function showVerdict({
  number,
  verdict,
  reason,
  action,
}: {
  number: number
  verdict: EntryVerdict['verdict']
  reason: string | null
  action: string | null
}): EntryVerdict {
  return {
    number,
    verdict,
    ...(reason === null ? {} : { reason }),
    ...(action === null ? {} : { action }),
    words: wordsOf(verdict, reason),
  }
}
