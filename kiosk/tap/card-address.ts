import type { CheckTap } from '../api/taps.ts'

const macPattern = /^[0-9A-F]{16}$/

/**
 * Reads what a card put behind `#`: `b`, `p` and `m` of a tap, `n`, `u` and `s` of a plain tag, or `q` of a scanned code.
 * @returns 'nothing' for an address without a card, 'unreadable' for one that no card of ours writes
 */
export function readCardAddress(hash: string): CheckTap | 'nothing' | 'unreadable' {
  if (hash.length < 2) return 'nothing'
  const parts = new URLSearchParams(hash.slice(1))
  const [batchCode, picc, mac, qr] = ['b', 'p', 'm', 'q'].map((name) => parts.get(name) ?? '')
  if (qr && qr.length <= 200) return { qr }
  const [cardNumber, uid, tagMac] = ['n', 'u', 's'].map((name) => parts.get(name) ?? '')
  if (cardNumber && uid && tagMac) {
    const isOurs =
      /^9156[0-9]{12}$/.test(cardNumber) && /^[0-9A-F]{8,20}$/.test(uid) && macPattern.test(tagMac)
    return isOurs ? { cardNumber, uid, mac: tagMac } : 'unreadable'
  }
  if (!batchCode || batchCode.length > 12 || !picc || !mac) return 'unreadable'
  return /^([0-9A-F]{32}|[0-9A-F]{48})$/.test(picc) && macPattern.test(mac)
    ? { batchCode, picc, mac }
    : 'unreadable'
}

/** What a friend has passed on, from behind `#f=`. */
export const readShareAddress = (hash: string): string | undefined =>
  /^#f=([0-9a-f-]{36}~[\w-]{22})$/.exec(hash)?.[1]

/** Of whom a reminder was sent to, from behind `#r=`. */
export const readReminderAddress = (hash: string): string | undefined =>
  /^#r=([\w-]{22}~[\w-]{22})$/.exec(hash)?.[1]
