import { createPrivateKey, type KeyObject } from 'node:crypto'

/** RFC 8410 §7: the fixed PKCS#8 frame around a 32-byte Ed25519 seed. */
export function ed25519FromSeed(seed: Uint8Array): KeyObject {
  const frame = Buffer.from('302e020100300506032b657004220420', 'hex')
  return createPrivateKey({ key: Buffer.concat([frame, seed]), format: 'der', type: 'pkcs8' })
}
