/** A symbol's dark modules, packed as `BitsItem` has them, without quiet zone. */
export interface SymbolBits {
  columns: number
  rows: number
  /** Row by row, each beginning a byte, the leftmost module in its highest bit. */
  bits: Uint8Array
}

export interface Run {
  x: number
  y: number
  width: number
}

/** The stretches of dark modules in each row, from left to right. */
export function* darkRuns({ columns, rows, bits }: SymbolBits): Generator<Run> {
  const stride = (columns + 7) >> 3
  const isDark = (x: number, y: number) => ((bits[y * stride + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      if (!isDark(x, y)) continue
      const start = x
      while (x < columns && isDark(x, y)) x++
      yield { x: start, y, width: x - start }
    }
}
