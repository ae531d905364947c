import { useMemo } from 'react'
import { qrPath } from './qr-path.ts'

/** A QR code as one path, black on white in every look of the house: readers want it so. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const drawn = useMemo(() => qrPath(text), [text])
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
