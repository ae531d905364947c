import { fromBase64, randomBytes, toBase64Url, utf8 } from './bytes.ts'
import { firstWaiting } from './queue.ts'
import type { Vault } from './vault.ts'

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const
/** More than a tablet ever holds. */
const all = 100_000

/** Everything that waits, as a file that only the office can read; nothing leaves the queue by it. */
export async function exportQueue(vault: Vault, exportKey: string): Promise<Blob> {
  const { tabletId } = vault
  const { ephemeralKey, key } = await agreeWith(exportKey, tabletId)
  const waiting = await firstWaiting(vault, all)
  const entries = await Promise.all(
    waiting.map(async ({ number, text, signature }) => {
      const iv = randomBytes(12)
      const algorithm = { name: 'AES-GCM', iv, additionalData: utf8(String(number)) }
      const content = toBase64Url(await crypto.subtle.encrypt(algorithm, key, utf8(text)))
      return { number, iv: toBase64Url(iv), content, signature }
    }),
  )
  const file = { format: 'cardwright-tablet-queue-1', tabletId, ephemeralKey, entries }
  return new Blob([JSON.stringify(file)], { type: 'application/json' })
}

/** One key for the file: ECDH with a key that is thrown away, then HKDF-SHA-256 (RFC 5869). */
async function agreeWith(exportKey: string, tabletId: string) {
  const officeKey = await crypto.subtle.importKey('spki', fromBase64(exportKey), curve, false, [])
  const own = await crypto.subtle.generateKey(curve, false, ['deriveBits'])
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: officeKey }, own.privateKey, 256)
  const material = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const info = utf8(`cardwright-tablet-export:${tabletId}`)
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }
  const aes = { name: 'AES-GCM', length: 256 }
  return {
    ephemeralKey: toBase64Url(await crypto.subtle.exportKey('spki', own.publicKey)),
    key: await crypto.subtle.deriveKey(derivation, material, aes, false, ['encrypt']),
  }
}
