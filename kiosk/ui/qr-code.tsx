import { useMemo } from 'react'
import { encodeQr } from '../../card-designs/engine/qr/encode-qr.ts'
import { darkRuns } from '../../card-designs/engine/symbol-bits.ts'

const QUIET = 4

/** A QR code as one path, black on white in every look of the house: readers want it so. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const drawn = useMemo(() => draw(text), [text])
  if (!drawn) return null
  const { size, path } = drawn
  return (
    <svg
      className="qr-code"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

function draw(text: string) {
  const symbol = encodeQr(text, 'M')
  if (!symbol) return undefined
  const runs = Array.from(
    darkRuns(symbol),
    ({ x, y, width }) => `M${x + QUIET} ${y + QUIET}h${width}v1h-${width}z`,
  )
  return { size: symbol.columns + 2 * QUIET, path: runs.join('') }
}
