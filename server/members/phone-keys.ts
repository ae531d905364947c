import { createHmac } from 'node:crypto'
import type { KeyService } from '../keys/index.ts'

const MARK_LENGTH = 8

/** Derived once of each key service: a security module is asked for it, and imports seal a million phones. */
const derived = new WeakMap<KeyService, Uint8Array>()

/** Known to us and to tablets: whoever has it and a filter can try phones, as with any list of hashed phones. */
export function phoneMarkKey(keys: KeyService): Uint8Array {
  const key = derived.get(keys) ?? keys.blindIndex('phone-mark-key', '1')
  derived.set(keys, key)
  return key
}

/** The first eight bytes of HMAC-SHA-256 over the eleven digits. */
export const phoneMark = (key: Uint8Array, phone: string): Uint8Array =>
  createHmac('sha256', key).update(phone).digest().subarray(0, MARK_LENGTH)
