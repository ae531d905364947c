import { useId } from 'react'
import { ID1 } from '../../../../../card-designs/engine/design.ts'
import { useBench } from '../bench.ts'
import { elementsOf } from '../model/tree.ts'
import { Picture } from './picture.tsx'

/** The side in sight as the card will look, to be looked at only. */
export function CardFace({ label }: { label: string }) {
  const { scene, painting } = useBench()
  const clip = useId()
  const { widthUm, heightUm, cornerUm } = ID1
  return (
    <svg className="card-face" viewBox={`0 0 ${widthUm} ${heightUm}`} role="img" aria-label={label}>
      <clipPath id={clip}>
        <rect width={widthUm} height={heightUm} rx={cornerUm} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        <rect className="card-ground" width={widthUm} height={heightUm} />
        {elementsOf(scene).map(({ id }) => (
          <Picture key={id} svg={painting.pictures.get(id)?.svg ?? ''} />
        ))}
      </g>
    </svg>
  )
}
