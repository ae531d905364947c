import { randomBytes, utf8, type Bytes } from './bytes.ts'

/** AES-256-GCM; `iv` is random, its place is bound in, so that no record can stand for another. */
export interface Sealed {
  iv: Bytes
  content: ArrayBuffer
}

export const importKey = (raw: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])

export async function seal(key: CryptoKey, place: string, value: unknown): Promise<Sealed> {
  const iv = randomBytes(12)
  const algorithm = { name: 'AES-GCM', iv, additionalData: utf8(place) }
  return { iv, content: await crypto.subtle.encrypt(algorithm, key, utf8(JSON.stringify(value))) }
}

/** Fails where the key is not the one that sealed it, or where it lies in another place. */
export async function unseal(key: CryptoKey, place: string, { iv, content }: Sealed): Promise<unknown> {
  const algorithm = { name: 'AES-GCM', iv, additionalData: utf8(place) }
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, content)))
}
