import type { KeptFile } from '../../server/imports/file-pieces.ts'

/** A file of these bytes, read in pieces of an awkward size. */
export function memoryFile(content: string | Uint8Array, pieceBytes = 7): KeptFile {
  const bytes = Buffer.from(content)
  return {
    bytes: bytes.length,
    async *read(start = 0, end = bytes.length) {
      const size = Math.max(pieceBytes, Math.ceil(bytes.length / 5_000))
      for (let at = start; at < end; at += size)
        yield await Promise.resolve(bytes.subarray(at, Math.min(at + size, end)))
    },
  }
}
