import { aesCmac } from './aes.ts'
import { concat, unhex } from './bytes.ts'
import { ntag424 } from './ntag424.ts'

const aes128Label = 0x01 // NXP AN10922 §2.2: the constant that opens an AES-128 diversification

/**
 * Derives one card's AES-128 key from a master key (NXP AN10922 §2.2).
 * `input` (M) has 16 to 31 bytes: only there the note's own padding and plain AES-CMAC give the same key, so that any
 * security module can compute it. Throws a RangeError otherwise.
 */
export function diversifyKey(masterKey: Uint8Array, input: Uint8Array): Uint8Array {
  return aesCmac(masterKey, an10922Message(input))
}

/** What `diversifyKey` puts under the CMAC, for a security module that holds the master key. Throws a RangeError as that does. */
export function an10922Message(input: Uint8Array): Uint8Array {
  if (input.length < 16 || input.length > 31)
    throw new RangeError('diversification input must have 16 to 31 bytes')
  return concat(Uint8Array.of(aes128Label), input)
}

/** M for one key of one NTAG 424 DNA: UID, application name, key number and generation, 16 bytes in all. */
export const ntag424KeyInput = (key: {
  readonly uid: string
  readonly number: number
  readonly version: number
}) => concat(unhex(key.uid), ntag424.applicationName, Uint8Array.of(key.number, key.version))
