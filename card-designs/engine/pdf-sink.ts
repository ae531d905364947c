const PIECE = 65_536

/** The bytes of a file in pieces of one size, written once each. */
export interface PdfSink {
  /** A string of single bytes, or bytes. */
  write(part: string | Uint8Array): void
  /** Bytes written so far. */
  readonly offset: number
  /** The whole pieces since the last call; at the end also the last one. */
  take(isLast?: boolean): Uint8Array[]
}

export function openSink(): PdfSink {
  let piece = Buffer.allocUnsafeSlow(PIECE)
  let used = 0
  let before = 0
  let full: Uint8Array[] = []
  const close = () => {
    full.push(piece.subarray(0, used))
    before += used
    used = 0
  }
  const room = (length: number): void => {
    if (used + length <= piece.length) return
    if (used > 0) close()
    piece = Buffer.allocUnsafeSlow(Math.max(PIECE, length))
  }
  return {
    write: (part) => {
      room(part.length)
      if (typeof part === 'string') piece.write(part, used, 'latin1')
      else piece.set(part, used)
      used += part.length
    },
    get offset() {
      return before + used
    },
    take: (isLast = false) => {
      if (isLast && used > 0) close()
      const taken = full
      full = []
      return taken
    },
  }
}
