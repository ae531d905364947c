import { fromBase64, utf8, type Bytes } from './bytes.ts'
import type { PhoneFilter } from './contract.ts'

/** A Bloom filter that is ready to be asked: a miss is certain as of its day, a hit only “perhaps”. */
export type AskFilter = (phone: string) => Promise<boolean>

export async function openFilter({ key, bits, hashes, filter }: PhoneFilter): Promise<AskFilter> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const macKey = await crypto.subtle.importKey('raw', fromBase64(key), algorithm, false, ['sign'])
  const bytes = fromBase64(filter)
  return async (phone) => {
    const mac = new DataView(await crypto.subtle.sign('HMAC', macKey, utf8(phone)))
    const [first, step] = [mac.getUint32(0), (mac.getUint32(4) | 1) >>> 0]
    return Array.from({ length: hashes }, (_, index) => (first + index * step) % bits).every((bit) =>
      isSet(bytes, bit),
    )
  }
}

const isSet = (bytes: Bytes, bit: number) => ((bytes[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0
