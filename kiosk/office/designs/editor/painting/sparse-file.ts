/** A file on the server of which only some blocks are here; the others read as zeros until they are loaded. */
export interface SparseFile {
  bytes: Uint8Array<ArrayBuffer>
  has(range: ByteRange): boolean
  load(ranges: readonly ByteRange[]): Promise<void>
}

/** From the first byte to behind the last one. */
export type ByteRange = readonly [from: number, to: number]

const BLOCK = 4_096
/** Enough of a typeface to read where everything else lies. */
const FIRST_BYTES = 16 * BLOCK

/** Begins to read a file by its first 64 KB. A server that knows no ranges (RFC 9110 §14.2) sends it whole. */
export async function openSparse(address: string): Promise<SparseFile> {
  const response = await fetchRange(address, [0, FIRST_BYTES])
  const begin = new Uint8Array(await response.arrayBuffer())
  const length = Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1])
  if (response.status !== 206 || !Number.isSafeInteger(length))
    return { bytes: begin, has: () => true, load: () => Promise.resolve() }
  const bytes = new Uint8Array(length)
  const isHere = new Uint8Array(Math.ceil(length / BLOCK))
  const put = (at: number, part: Uint8Array) => {
    bytes.set(part, at)
    isHere.fill(1, at / BLOCK, Math.ceil((at + part.length) / BLOCK))
  }
  put(0, begin)

  const missing = ([from, to]: ByteRange): number[] => {
    const first = Math.floor(from / BLOCK)
    const count = Math.ceil(Math.min(to, length) / BLOCK) - first
    return Array.from({ length: Math.max(0, count) }, (_, i) => first + i).filter((block) => !isHere[block])
  }
  return {
    bytes,
    has: (range) => missing(range).length === 0,
    load: async (ranges) => {
      const blocks = [...new Set(ranges.flatMap(missing))].toSorted((one, other) => one - other)
      await Promise.all(
        runsOf(blocks).map(async ([first, last]) => {
          const at = first * BLOCK
          const part = await fetchRange(address, [at, Math.min(length, (last + 1) * BLOCK)])
          if (part.status !== 206) throw new Error(`${address} is no longer sent in parts`)
          put(at, new Uint8Array(await part.arrayBuffer()))
        }),
      )
    },
  }
}

async function fetchRange(address: string, [from, to]: ByteRange): Promise<Response> {
  const response = await fetch(address, { headers: { range: `bytes=${from}-${to - 1}` } })
  if (!response.ok) throw new Error(`${address} was not found`)
  return response
}

/** So many blocks that nobody asked for cost less than another request. */
const GAP = 4

/** Numbers that follow each other, or nearly, as first and last. */
function runsOf(blocks: readonly number[]): [number, number][] {
  const runs: [number, number][] = []
  for (const block of blocks) {
    const run = runs.at(-1)
    if (run && block - run[1] <= GAP) run[1] = block
    else runs.push([block, block])
  }
  return runs
}
