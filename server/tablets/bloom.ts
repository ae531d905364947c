/** Bits for each entry and hashes at which one of a hundred strangers is taken for known (Bloom 1970: −ln p / ln² 2). */
const BITS_EACH = 9.6
const HASHES = 7

export interface Bloom {
  bits: number
  hashes: number
  filter: Uint8Array
}

/** An empty filter for so many entries. */
export function emptyBloom(entries: number): Bloom {
  const bytes = Math.max(8, Math.ceil((entries * BITS_EACH) / 8))
  return { bits: bytes * 8, hashes: HASHES, filter: new Uint8Array(bytes) }
}

/** Positions of a mark of eight bytes: its halves as h1 and an odd h2, then h1 + i × h2 (Kirsch, Mitzenmacher 2006). */
function* positions({ bits, hashes }: Bloom, mark: Uint8Array): Generator<number> {
  const view = new DataView(mark.buffer, mark.byteOffset, mark.byteLength)
  const first = view.getUint32(0)
  const step = (view.getUint32(4) | 1) >>> 0
  for (let i = 0; i < hashes; i += 1) yield (first + i * step) % bits
}

export function addToBloom(bloom: Bloom, mark: Uint8Array): void {
  for (const position of positions(bloom, mark))
    bloom.filter[position >> 3] = (bloom.filter[position >> 3] ?? 0) | (1 << (position & 7))
}

/** False is certain; true means “perhaps”. */
export function isInBloom(bloom: Bloom, mark: Uint8Array): boolean {
  for (const position of positions(bloom, mark))
    if (((bloom.filter[position >> 3] ?? 0) & (1 << (position & 7))) === 0) return false
  return true
}
