import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { AppError } from '../platform/errors.ts'

const IV_LENGTH = 12
const TAG_LENGTH = 16

/** AES-256-GCM. The answer is IV (12) ‖ ciphertext ‖ tag (16); `context` binds it to its place. */
export function seal(key: Uint8Array, plain: Uint8Array, context: string): Uint8Array {
  const iv = randomBytes(IV_LENGTH)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** @throws AppError `seal-broken` when it was changed, moved to another place or sealed with another key */
export function open(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array {
  const iv = sealed.subarray(0, IV_LENGTH)
  const body = sealed.subarray(IV_LENGTH, -TAG_LENGTH)
  const decipher = createDecipheriv('aes-256-gcm', key, iv)
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(-TAG_LENGTH))
  try {
    return Buffer.concat([decipher.update(body), decipher.final()])
  } catch {
    throw brokenSeal(context)
  }
}

export const brokenSeal = (context: string): AppError =>
  new AppError('seal-broken', `What is sealed for ${context.split(':')[0]} does not open`)
