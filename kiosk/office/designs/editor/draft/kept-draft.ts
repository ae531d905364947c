import type { Design } from '../../../../../card-designs/engine/design.ts'

/** A document that the server does not have yet, and what it was drawn upon. */
export interface KeptDraft {
  base: { number: number; revision: number }
  document: Design
}

const nameOf = (code: string) => `cardwright.design.${code}`

/** What was drawn here and did not reach the server before the page went away. */
export function readKept(code: string): KeptDraft | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameOf(code)) ?? 'null')
    return isKept(kept) ? kept : undefined
  } catch {
    return undefined // forbidden storage, or a text that is not ours
  }
}

const isKept = (value: unknown): value is KeptDraft =>
  typeof value === 'object' && value !== null && 'base' in value && 'document' in value

/** @returns false where the browser has no room for it: it then lives in this page alone */
export function keepDraft(code: string, draft: KeptDraft): boolean {
  try {
    localStorage.setItem(nameOf(code), JSON.stringify(draft))
    return true
  } catch {
    return false
  }
}

export function forgetKept(code: string): void {
  try {
    localStorage.removeItem(nameOf(code))
  } catch {
    // as above
  }
}
