import { createHash, createHmac, hkdfSync } from 'node:crypto'
import { encryptCbc, zeroIv } from '../../hardware/nfc/aes.ts'

/** What a root consists of while it is computed with; a security module holds the same as key objects. */
export type RootSecrets =
  /** the HMAC key that HKDF extracts from a root (RFC 5869 §2.2) */
  | { hierarchy: 1; expanding: Uint8Array }
  /** an AES-256 key that all AES keys are derived from, and an HMAC key for everything else */
  | { hierarchy: 2; deriving: Uint8Array; expanding: Uint8Array }

/** @param root 32 bytes */
export function secretsOf(root: Uint8Array, hierarchy: 1 | 2): RootSecrets {
  if (hierarchy === 1) return { hierarchy, expanding: hmac(Buffer.from('cardwright/v1'), root) }
  const part = (name: string) => new Uint8Array(hkdfSync('sha256', root, 'cardwright/v2', name, 32))
  return { hierarchy, deriving: part('deriving'), expanding: part('expanding') }
}

export const hmac = (key: Uint8Array, data: Uint8Array): Uint8Array =>
  createHmac('sha256', key).update(data).digest()

/** What is put under `expanding` for a key of up to 32 bytes: HKDF's first block (RFC 5869 §2.3). */
export const expandInput = (purpose: string): Uint8Array =>
  Buffer.concat([Buffer.from(purpose), Uint8Array.of(1)])

/** What is put under `expanding` for a MAC of hierarchy 2; its first byte keeps it apart from every key. */
export const macInput = (purpose: string, data: Uint8Array): Uint8Array =>
  Buffer.concat([Uint8Array.of(0), Buffer.from(`${purpose}\0`), data])

/** What is encrypted under `deriving` (AES-256-CBC, IV of zeros) to make an AES key of 16 or 32 bytes. */
export const derivationData = (purpose: string, length: 16 | 32): Uint8Array =>
  createHash('sha256').update(`cardwright/aes-${length}/${purpose}`).digest().subarray(0, length)

/** The same key as PKCS#11's CKM_AES_CBC_ENCRYPT_DATA makes inside a security module. */
export const deriveAesKey = (deriving: Uint8Array, purpose: string, length: 16 | 32): Uint8Array =>
  encryptCbc(deriving, zeroIv, derivationData(purpose, length))

/** Check value of a root of hierarchy 2, from one answer of each of its keys. */
export const checkValueOf = (answers: { mac: Uint8Array; cardKey: Uint8Array }): string =>
  createHash('sha256').update(answers.mac).update(answers.cardKey).digest('hex').slice(0, 6)

export const CHECK_PURPOSE = 'check-value'
export const CHECK_INPUT = new Uint8Array(16)
