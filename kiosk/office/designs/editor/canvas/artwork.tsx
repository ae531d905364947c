import type { MouseEvent, PointerEvent } from 'react'
import type { DesignElement } from '../../../../../card-designs/engine/design.ts'
import { boxOf } from '../model/element-box.ts'
import { rectOf } from './gesture-geometry.ts'
import { Picture } from './picture.tsx'

interface ArtworkProps {
  element: DesignElement
  picture: { svg: string; isBroken: boolean } | undefined
  transform: string | undefined
  isOpen: boolean
  onPress: (event: PointerEvent) => void
  onEnter: (event: MouseEvent) => void
  onHover: (isOver: boolean) => void
}

/** What is drawn as letters or modules is held by its box; a shape by what is painted of it. */
const isHeldByBox = ({ type }: DesignElement) =>
  type !== 'shape' && type !== 'guilloche' && type !== 'rainbow'

/** One element on the card, to be seen and taken hold of. */
export function Artwork({ element, picture, transform, isOpen, onPress, onEnter, onHover }: ArtworkProps) {
  const box = boxOf(element)
  return (
    <g
      className={isOpen ? 'artwork' : 'artwork closed'}
      data-element={element.id}
      transform={transform}
      {...(isOpen && {
        onPointerDown: onPress,
        onDoubleClick: onEnter,
        onPointerEnter: () => onHover(true),
        onPointerLeave: () => onHover(false),
      })}
    >
      {picture?.svg ? (
        <Picture svg={picture.svg} />
      ) : picture?.isBroken ? (
        <rect className="broken" {...rectOf(box)} />
      ) : null}
      {isHeldByBox(element) ? <rect className="held" {...rectOf(box)} /> : null}
    </g>
  )
}
