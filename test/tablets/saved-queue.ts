import {
  createCipheriv,
  createECDH,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
} from 'node:crypto'
import type { Tablet } from './tablet.ts'

/** As the tablet's page saves it (see kiosk/booth). */
export function saveQueue(tablet: Tablet, exportKey: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url'))
  const spki = Buffer.from(exportKey, 'base64url')
  createPublicKey({ key: spki, format: 'der', type: 'spki' })
  const shared = pair.computeSecret(spki.subarray(-65))
  const key = Buffer.from(hkdfSync('sha256', shared, '', `cardwright-tablet-export:${tablet.id}`, 32))
  return {
    format: 'cardwright-tablet-queue-1',
    tabletId: tablet.id,
    ephemeralKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64url'),
    entries: tablet.chain.map(({ text, signature }, index) => {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(String(index + 1)))
      const content = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()])
      return {
        number: index + 1,
        iv: iv.toString('base64url'),
        content: content.toString('base64url'),
        signature,
      }
    }),
  }
}
