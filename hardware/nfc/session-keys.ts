import { aesCmac } from './aes.ts'
import { concat, unhex, xor } from './bytes.ts'

export interface SessionKeys {
  readonly encryption: Uint8Array
  readonly mac: Uint8Array
}

// Label, counter 0001h, length 0080h (NT4H2421Gx §9.1.7).
const encryptionLabel = unhex('A55A00010080')
const macLabel = unhex('5AA500010080')

/** Derives the two keys of an authenticated session from the key and both challenges (NT4H2421Gx §9.1.7). */
export function deriveSessionKeys(key: Uint8Array, rndA: Uint8Array, rndB: Uint8Array): SessionKeys {
  const context = concat(
    rndA.subarray(0, 2),
    xor(rndA.subarray(2, 8), rndB.subarray(0, 6)),
    rndB.subarray(6),
    rndA.subarray(8),
  )
  return {
    encryption: aesCmac(key, concat(encryptionLabel, context)),
    mac: aesCmac(key, concat(macLabel, context)),
  }
}
