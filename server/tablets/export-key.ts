import { createCipheriv, createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import type { KeyService } from '../keys/index.ts'
import { readPublicKey } from './signature.ts'

const CURVE = 'prime256v1'
const POINT_LENGTH = 65
const TAG_LENGTH = 16

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

/** One entry of a saved queue: AES-256-GCM with its tag behind it. */
export interface SealedEntry {
  number: number
  /** 12 bytes, base64url */
  iv: string
  content: string
}

/**
 * Makes what opens the entries of one saved queue: ECDH with the file's ephemeral key, HKDF-SHA-256, each entry bound to its
 * number. It gives undefined for what was not sealed for this tablet, or was changed.
 * @returns undefined where the ephemeral key is none on P-256
 */
export function openExported(
  keys: KeyService,
  { tabletId, ephemeralKey }: { tabletId: string; ephemeralKey: string },
): ((entry: SealedEntry) => string | undefined) | undefined {
  const spki = Buffer.from(ephemeralKey, 'base64url')
  if (!readPublicKey(spki)) return undefined
  const key = sharedKey(keyPair(keys, tabletId).computeSecret(spki.subarray(-POINT_LENGTH)), tabletId)
  return ({ number, iv, content }) => {
    const bytes = Buffer.from(content, 'base64url')
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'))
        .setAAD(Buffer.from(String(number)))
        .setAuthTag(bytes.subarray(-TAG_LENGTH))
      return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_LENGTH)), decipher.final()]).toString()
    } catch (error) {
      if (error instanceof Error) return undefined
      throw error
    }
  }
}

const sharedKey = (secret: Uint8Array, tabletId: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `cardwright-tablet-export:${tabletId}`, 32))

/**
 * Seals one text as a tablet seals a queue that it saves: with a key that is thrown away, so that not even who sealed it opens
 * it again. @throws where `exportKey` is none on P-256
 */
export function sealForExport(
  { tabletId, exportKey: spki }: { tabletId: string; exportKey: string },
  { number, text }: { number: number; text: string },
): SealedEntry & { ephemeralKey: string } {
  const own = createECDH(CURVE)
  const point = own.generateKeys()
  const secret = own.computeSecret(Buffer.from(spki, 'base64url').subarray(-POINT_LENGTH))
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sharedKey(secret, tabletId), iv).setAAD(
    Buffer.from(String(number)),
  )
  const content = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()])
  return {
    number,
    iv: iv.toString('base64url'),
    content: content.toString('base64url'),
    ephemeralKey: Buffer.concat([SPKI_HEAD, point]).toString('base64url'),
  }
}
