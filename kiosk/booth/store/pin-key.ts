import type { Bytes } from './bytes.ts'

/** What a guess costs (argon2id, RFC 9106); kept beside the salt, so that it can rise later. */
export interface PinCost {
  memoryKiB: number
  passes: number
}

export interface PinQuestion {
  pin: string
  salt: Bytes
  cost: PinCost
}

/** The second recommended choice of RFC 9106 §4, with one lane because a page has one; under a second on a tablet. */
export const pinCost: PinCost = { memoryKiB: 64 * 1024, passes: 3 }

export const isPin = (text: string) => /^\d{6,12}$/.test(text)

/** The AES-256 key that a PIN makes; reckoned in a worker of its own, whose memory goes with it. */
export async function keyOfPin(question: PinQuestion): Promise<CryptoKey> {
  const worker = new Worker(new URL('./pin-worker.ts', import.meta.url), { type: 'module' })
  try {
    const raw = await new Promise<Bytes>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<{ key?: Bytes }>) =>
        data.key ? resolve(data.key) : reject(new Error('no key was made')),
      )
      worker.addEventListener('error', () => reject(new Error('the worker did not start')))
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
      worker.postMessage(question)
    })
    return await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
  } finally {
    worker.terminate()
  }
}
