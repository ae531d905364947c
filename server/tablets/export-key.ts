import { createDecipheriv, createECDH, createPublicKey, hkdfSync } from 'node:crypto'
import type { KeyService } from '../keys/index.ts'

const CURVE = 'prime256v1'
const POINT_LENGTH = 65
const IV_LENGTH = 12
const TAG_LENGTH = 16
const INFO = 'cardwright-tablet-export'

/** DER before the point of a P-256 SubjectPublicKeyInfo (RFC 5480 §2). */
const SPKI_HEAD = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')

/**
 * Follows from the tablet's id under a key, so that it is stored nowhere: whatever the tablet seals with the public half
 * is opened here and nowhere else.
 */
function keyPair(keys: KeyService, tabletId: string) {
  const pair = createECDH(CURVE)
  pair.setPrivateKey(Buffer.from(keys.blindIndex('tablet-export', tabletId)))
  return pair
}

/** SubjectPublicKeyInfo in base64url. */
export const exportKey = (keys: KeyService, tabletId: string): string =>
  Buffer.concat([SPKI_HEAD, keyPair(keys, tabletId).getPublicKey()]).toString('base64url')

/**
 * Opens a text of an exported queue: ephemeral point (65) ‖ IV (12) ‖ AES-256-GCM ‖ tag (16), in base64url.
 * @returns undefined when it was not sealed for this tablet, or was changed
 */
export function openExported(keys: KeyService, tabletId: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  const point = bytes.subarray(0, POINT_LENGTH)
  const iv = bytes.subarray(POINT_LENGTH, POINT_LENGTH + IV_LENGTH)
  const body = bytes.subarray(POINT_LENGTH + IV_LENGTH, -TAG_LENGTH)
  try {
    createPublicKey({ key: Buffer.concat([SPKI_HEAD, point]), format: 'der', type: 'spki' })
    const shared = keyPair(keys, tabletId).computeSecret(point)
    const key = Buffer.from(hkdfSync('sha256', shared, '', INFO, 32))
    const decipher = createDecipheriv('aes-256-gcm', key, iv)
      .setAAD(Buffer.from(tabletId))
      .setAuthTag(bytes.subarray(-TAG_LENGTH))
    return Buffer.concat([decipher.update(body), decipher.final()]).toString()
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}
