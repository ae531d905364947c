import { encodeQr } from '../../card-designs/engine/qr/encode-qr.ts'
import { darkRuns } from '../../card-designs/engine/symbol-bits.ts'

const QUIET = 4

/** A QR code as one SVG path on a square of `size`, its quiet zone included; undefined where a text is too long for any. */
export function qrPath(text: string): { size: number; path: string } | undefined {
  const symbol = encodeQr(text, 'M')
  if (!symbol) return undefined
  const runs = Array.from(
    darkRuns(symbol),
    ({ x, y, width }) => `M${x + QUIET} ${y + QUIET}h${width}v1h-${width}z`,
  )
  return { size: symbol.columns + 2 * QUIET, path: runs.join('') }
}
