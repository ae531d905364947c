import { useMemo } from 'react'
import { drawGuilloche } from '../../card-designs/engine/security.ts'
import './guilloche.css'

const rosette = {
  kind: 'rosette',
  centre: [500, 500],
  innerUm: 150,
  outerUm: 480,
  petals: 18,
  lines: 14,
} as const

/** The brand's texture, drawn by the engine that draws it on the cards; at most once a page. */
export function Guilloche() {
  const path = useMemo(() => drawGuilloche({ ...rosette, centre: [...rosette.centre] }), [])
  return (
    <svg className="guilloche" viewBox="0 0 1000 1000" aria-hidden="true">
      <path d={path} />
    </svg>
  )
}
