import type { CardInHand } from './state.ts'

/**
 * Reads what a scanner or stripe reader typed like a keyboard, or what a person typed: a stripe between its
 * sentinels (ISO/IEC 7811-2 §9), an address of ours, or a card number. Undefined when it can be none of these.
 */
export function readShownCard(text: string, by: 'device' | 'hand'): CardInHand | undefined {
  const line = text.trim()
  return readStripe(line) ?? readAddress(line) ?? readNumber(line, by)
}

function readStripe(line: string): CardInHand | undefined {
  const track1 = /%([^?]*)\?/.exec(line)?.[1]
  const track2 = /;([^?]*)\?/.exec(line)?.[1]
  const cardNumber = /^(\d{16})=/.exec(track2 ?? '')?.[1] ?? /^B(\d{16})\^/.exec(track1 ?? '')?.[1]
  if (!cardNumber) return undefined
  const tracks = { ...(track1 ? { track1 } : {}), ...(track2 ? { track2 } : {}) }
  return { shown: { kind: 'swipe', tracks }, means: 'swipe', cardNumber }
}

/** The QR code's address tells its number; the chip's, which a phone may pass on, keeps it to itself. */
function readAddress(line: string): CardInHand | undefined {
  const fragment = /^https?:\/\/[^#\s]+\/t#(\S+)$/.exec(line)?.[1]
  if (fragment === undefined || line.length > 500) return undefined
  const cardNumber = /^q=(\d{16})~/.exec(fragment)?.[1] ?? ''
  return { shown: { kind: 'scan', text: line }, means: 'scan', cardNumber }
}

function readNumber(line: string, by: 'device' | 'hand'): CardInHand | undefined {
  const cardNumber = line.replaceAll(/[\s-]/g, '')
  if (!isCardNumber(cardNumber)) return undefined
  return by === 'device'
    ? { shown: { kind: 'scan', text: cardNumber }, means: 'scan', cardNumber }
    : { shown: { kind: 'typed', cardNumber }, means: 'typed', cardNumber }
}

/** 9156, twelve digits, the last of them by Luhn (ISO/IEC 7812-1 annex B): a slip of one digit is seen at once. */
function isCardNumber(text: string): boolean {
  if (!/^9156\d{12}$/.test(text)) return false
  const sum = Array.from(text, Number)
    .toReversed()
    .map((digit, index) => (index % 2 === 1 ? digit * 2 : digit))
    .reduce((total, digit) => total + (digit > 9 ? digit - 9 : digit), 0)
  return sum % 10 === 0
}
