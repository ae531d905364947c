import { ID1 } from '../../../../../card-designs/engine/design.ts'

const FIFTH = 5

/** The lines that things snap to: over the picture, never in print. */
export function Grid({ stepUm }: { stepUm: number }) {
  const lines = (lengthUm: number) =>
    Array.from({ length: Math.floor(lengthUm / stepUm) }, (_, i) => (i + 1) * stepUm)
  const path = (isStrong: boolean) => {
    const drawn = (at: number) => ((at / stepUm) % FIFTH === 0) === isStrong
    const across = lines(ID1.widthUm).filter(drawn)
    const down = lines(ID1.heightUm).filter(drawn)
    return `${across.map((at) => `M${at} 0V${ID1.heightUm}`).join('')}${down.map((at) => `M0 ${at}H${ID1.widthUm}`).join('')}`
  }
  return (
    <g className="grid-lines" aria-hidden="true">
      <path d={path(false)} />
      <path className="fifth" d={path(true)} />
    </g>
  )
}
