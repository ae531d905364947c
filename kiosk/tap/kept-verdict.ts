import type { TapVerdict } from '../api/taps.ts'

const NAME = 'cardwright.verdict'
const verdicts: readonly unknown[] = ['genuine', 'copied', 'unknown'] satisfies TapVerdict['verdict'][]

/** Keeps the verdict in this tab, so that a reload does not ask again with a message that counts only once. */
export function keepVerdict(verdict: TapVerdict | undefined) {
  try {
    if (verdict) sessionStorage.setItem(NAME, JSON.stringify(verdict))
    else sessionStorage.removeItem(NAME)
  } catch {
    // storage may be forbidden; a reload then says how to tap
  }
}

export function keptVerdict(): TapVerdict | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(NAME) ?? 'null')
    return isVerdict(kept) ? kept : undefined
  } catch {
    return undefined
  }
}

const isVerdict = (value: unknown): value is TapVerdict =>
  typeof value === 'object' && value !== null && 'verdict' in value && verdicts.includes(value.verdict)
