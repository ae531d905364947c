import type { CardInHand } from '../../api/card-life.ts'

/** What was typed, scanned or read of a card; undefined while it is none. */
export function cardInHand(text: string): CardInHand | undefined {
  const written = text.trim()
  const digits = written.replaceAll(/[\s-]/g, '')
  if (/^9156\d{12}$/.test(digits)) return { kind: 'typed', cardNumber: digits }
  if (/\/t#b=/.test(written)) return { kind: 'tap', uri: written }
  return /\/t#q=/.test(written) ? { kind: 'scan', text: written } : undefined
}
