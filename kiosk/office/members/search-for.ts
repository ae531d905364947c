import type { MemberSearch } from '../../api/members.ts'

/** Tells a card number from a mobile number by its shape; undefined while it is neither. */
export function searchFor(typed: string): MemberSearch | undefined {
  const digits = typed.replaceAll(/[\s-]/g, '')
  if (/^9156\d{12}$/.test(digits)) return { cardNumber: digits }
  if (/^(\+?86)?1\d{10}$/.test(digits)) return { phone: digits }
  return undefined
}
