/** A symbol's dark modules, packed as `BitsItem` has them, without quiet zone. */
export interface SymbolBits {
  columns: number
  rows: number
  /** Row by row, each beginning a byte, the leftmost module in its highest bit. */
  bits: Uint8Array
}
