import { useState, type ReactNode } from 'react'
import { useText } from './texts.ts'

interface SidePictureProps {
  address: string
  /** Of the design, for those who do not see the picture. */
  name: string
  side: 'front' | 'back'
  /** What lies over it: marks. */
  children?: ReactNode
}

/** One side as the server paints it; its place keeps the card's shape before the picture is there and when it fails. */
export function SidePicture({ address, name, side, children }: SidePictureProps) {
  const text = useText()
  const [failed, setFailed] = useState<string>()
  if (failed === address)
    return (
      <span className="card-picture missing">{text('picture.failed', { name: text(`side.${side}`) })}</span>
    )
  return (
    <span className="side-picture">
      <img
        className="card-picture"
        src={address}
        alt={text(`picture.${side}`, { name })}
        width={856}
        height={540}
        onError={() => setFailed(address)}
      />
      {children}
    </span>
  )
}
