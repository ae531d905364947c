import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto'

export const sha256hex = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')

/** @returns the key of a DER SubjectPublicKeyInfo, undefined unless it is one on P-256 */
export function readPublicKey(spki: Uint8Array): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

/** ECDSA over SHA-256 as WebCrypto signs: r ‖ s, 64 bytes, in base64url. */
export function isSigned(spki: Uint8Array, text: string, signature: string): boolean {
  const key = readPublicKey(spki)
  const bytes = Buffer.from(signature, 'base64url')
  if (!key || bytes.length !== 64) return false
  return verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, bytes)
}

interface SignedRequest {
  method: string
  /** request target as it was sent, with its query */
  target: string
  ms: bigint
  body: Uint8Array
}

/** What a tablet or a laptop signs of a request. */
export const requestText = ({ method, target, ms, body }: SignedRequest): string =>
  [method, target, ms, sha256hex(body)].join('\n')

export interface SignerHeader {
  id: string
  ms: bigint
  signature: string
}

const HEADER = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12});(\d{1,16});([A-Za-z0-9_-]{86})$/

/** `<id>;<unix ms>;<signature>` */
export function readHeader(header: string): SignerHeader | undefined {
  const [, id, ms, signature] = HEADER.exec(header) ?? []
  return id && ms && signature ? { id, ms: BigInt(ms), signature } : undefined
}
