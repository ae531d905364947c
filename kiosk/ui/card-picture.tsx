import { useState } from 'react'
import { useUiText } from './texts.ts'
import './card-picture.css'

interface CardPictureProps {
  designId: string
  /** The name of the level or design, for those who do not see the picture. */
  name: string
  side?: 'front' | 'back'
  /** an approved one; else the newest of them */
  version?: number
  /** fetched only where it can be seen */
  isLazy?: boolean
}

/** The drawing weighs ten times what a picture of a phone's width does. */
const NARROW = '(width < 60rem)'

/** A card as the engine draws it; its place keeps the card's shape before the picture is there and when it fails. */
export function CardPicture({ designId, name, side = 'front', version, isLazy = false }: CardPictureProps) {
  const text = useUiText()
  const [failed, setFailed] = useState(false)
  const kind = matchMedia(NARROW).matches ? 'webp' : 'svg'
  const label = text(side === 'front' ? 'card.front' : 'card.back', { name })
  if (failed) return <span className="card-picture missing">{label}</span>
  return (
    <img
      className="card-picture"
      src={`/api/v1/designs/${encodeURIComponent(designId)}/preview.${kind}?side=${side}${version === undefined ? '' : `&version=${version}`}`}
      alt={label}
      width={856}
      height={540}
      loading={isLazy ? 'lazy' : 'eager'}
      onError={() => setFailed(true)}
    />
  )
}
