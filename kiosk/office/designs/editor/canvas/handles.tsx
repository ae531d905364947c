import type { PointerEvent } from 'react'
import type { Box } from '../../../../../card-designs/engine/design.ts'

/** Which of a box's sides a handle pulls: −1 the left or upper, 1 the right or lower, 0 neither. */
export interface Grip {
  x: -1 | 0 | 1
  y: -1 | 0 | 1
}

const grips: readonly Grip[] = ([-1, 0, 1] as const).flatMap((y) =>
  ([-1, 0, 1] as const).flatMap((x) => (x === 0 && y === 0 ? [] : [{ x, y }])),
)

/** A box with one side or corner pulled by a step; with `keepsShape` its proportions stay. */
export function pulled(
  box: Box,
  { x, y }: Grip,
  [stepX, stepY]: readonly [number, number],
  keepsShape: boolean,
): Box {
  const least = 100
  let widthUm = Math.max(least, box.widthUm + x * stepX)
  let heightUm = Math.max(least, box.heightUm + y * stepY)
  if (box.widthUm === 0) widthUm = 0
  if (box.heightUm === 0) heightUm = 0
  if (keepsShape && x !== 0 && y !== 0 && box.widthUm > 0 && box.heightUm > 0) {
    const scale = Math.max(widthUm / box.widthUm, heightUm / box.heightUm)
    ;[widthUm, heightUm] = [box.widthUm * scale, box.heightUm * scale]
  }
  return {
    xUm: x === -1 ? box.xUm + box.widthUm - widthUm : box.xUm,
    yUm: y === -1 ? box.yUm + box.heightUm - heightUm : box.yUm,
    widthUm,
    heightUm,
  }
}

interface HandlesProps {
  box: Box
  umPerPx: number
  canTurn: boolean
  onPull: (grip: Grip, event: PointerEvent) => void
  onTurn: (event: PointerEvent) => void
}

/** For the pointer alone: everything that they do has a field and keys too. */
export function Handles({ box, umPerPx, canTurn, onPull, onTurn }: HandlesProps) {
  const size = 9 * umPerPx
  const middle = box.xUm + box.widthUm / 2
  const stem = box.yUm - 24 * umPerPx
  return (
    <g className="handles" aria-hidden="true">
      {canTurn ? (
        <>
          <path className="turn-stem" d={`M${middle} ${box.yUm}V${stem}`} />
          <circle className="turn-handle" cx={middle} cy={stem} r={size * 0.6} onPointerDown={onTurn} />
        </>
      ) : null}
      {grips.map((grip) => (
        <rect
          key={`${grip.x} ${grip.y}`}
          className={`handle handle-${grip.x * grip.y === 0 ? (grip.x === 0 ? 'ns' : 'ew') : grip.x === grip.y ? 'nwse' : 'nesw'}`}
          x={box.xUm + ((grip.x + 1) / 2) * box.widthUm - size / 2}
          y={box.yUm + ((grip.y + 1) / 2) * box.heightUm - size / 2}
          width={size}
          height={size}
          onPointerDown={(event) => onPull(grip, event)}
        />
      ))}
    </g>
  )
}
