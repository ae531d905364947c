import type { PointerEvent } from 'react'

const THICK = 24

/** How many millimetres lie between two figures, so that these do not touch. */
const figureStep = (scale: number): number => [1, 2, 5, 10, 20].find((step) => step * scale >= 34) ?? 50

interface RulerProps {
  axis: 'x' | 'y'
  /** of the card along this axis */
  lengthMm: number
  /** room before and behind the card */
  padMm: number
  /** px to the millimetre */
  scale: number
  /** what is chosen covers this much, in millimetres */
  range: readonly [number, number] | undefined
  /** a guide is drawn out of the ruler that it runs along */
  onPress: (event: PointerEvent) => void
}

export function Ruler({ axis, lengthMm, padMm, scale, range, onPress }: RulerProps) {
  const whole = (lengthMm + 2 * padMm) * scale
  const figure = figureStep(scale)
  const fine = scale >= 3 ? 1 : 5
  const from = Math.ceil(-padMm / fine) * fine
  const marks = Array.from(
    { length: Math.floor((lengthMm + padMm - from) / fine) + 1 },
    (_, i) => from + i * fine,
  )
  const at = (mm: number) => (mm + padMm) * scale
  const isWide = axis === 'x'
  return (
    <svg
      className={`ruler ruler-${axis}`}
      width={isWide ? whole : THICK}
      height={isWide ? THICK : whole}
      aria-hidden="true"
      onPointerDown={onPress}
    >
      {range ? (
        <rect
          className="ruler-range"
          x={isWide ? at(range[0]) : 0}
          y={isWide ? 0 : at(range[0])}
          width={isWide ? (range[1] - range[0]) * scale : THICK}
          height={isWide ? THICK : (range[1] - range[0]) * scale}
        />
      ) : null}
      {marks.map((mm) => {
        const isFigure = mm % figure === 0
        const long = isFigure ? 10 : mm % 5 === 0 ? 7 : 4
        return (
          <g key={mm}>
            <path d={isWide ? `M${at(mm)} ${THICK}v${-long}` : `M${THICK} ${at(mm)}h${-long}`} />
            {isFigure ? (
              <text {...(isWide ? { x: at(mm) + 2, y: 11 } : { x: 2, y: at(mm) - 3 })}>{mm}</text>
            ) : null}
          </g>
        )
      })}
    </svg>
  )
}
