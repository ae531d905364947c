import { argon2id } from 'hash-wasm'
import type { PinQuestion } from './pin-key.ts'

/** Beside the page, which stays alive meanwhile. */
self.addEventListener('message', ({ data }: MessageEvent<PinQuestion>) => {
  void answer(data)
})

async function answer({ pin, salt, cost }: PinQuestion) {
  const hashing = argon2id({
    password: pin,
    salt,
    memorySize: cost.memoryKiB,
    iterations: cost.passes,
    parallelism: 1,
    hashLength: 32,
    outputType: 'binary',
  })
  const key = await hashing.catch(() => undefined)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  self.postMessage({ key })
}
