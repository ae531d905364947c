import type { CheckTap } from '../api/taps.ts'

/**
 * Reads what a card put behind `#`: `b`, `p` and `m` of a tap, or `q` of a scanned code.
 * @returns 'nothing' for an address without a card, 'unreadable' for one that no card of ours writes
 */
export function readCardAddress(hash: string): CheckTap | 'nothing' | 'unreadable' {
  if (hash.length < 2) return 'nothing'
  const parts = new URLSearchParams(hash.slice(1))
  const [batchCode, picc, mac, qr] = ['b', 'p', 'm', 'q'].map((name) => parts.get(name) ?? '')
  if (qr && qr.length <= 200) return { qr }
  if (!batchCode || batchCode.length > 12 || !picc || !mac) return 'unreadable'
  return /^[0-9A-F]{32}$/.test(picc) && /^[0-9A-F]{16}$/.test(mac) ? { batchCode, picc, mac } : 'unreadable'
}
