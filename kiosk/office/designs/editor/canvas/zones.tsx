import type { PointerEvent } from 'react'
import { ID1, type Zone } from '../../../../../card-designs/engine/design.ts'
import { useText } from '../texts.ts'
import type { HeldMark } from './use-marks.ts'

interface ZonesProps {
  safeUm: number
  zones: readonly Zone[]
  umPerPx: number
  onHold: (mark: HeldMark, event: PointerEvent) => void
}

const LABEL_PX = 20

/** What must stay free, and where the knife goes: over the picture, never in print. A zone is moved by its name. */
export function Zones({ safeUm, zones, umPerPx, onHold }: ZonesProps) {
  const text = useText()
  const safe = {
    x: safeUm,
    y: safeUm,
    width: ID1.widthUm - 2 * safeUm,
    height: ID1.heightUm - 2 * safeUm,
    rx: Math.max(0, ID1.cornerUm - safeUm),
  }
  return (
    <g className="zones" aria-hidden="true">
      <rect className="safe-area under" {...safe} />
      <rect className="safe-area" {...safe} />
      {zones.map(({ kind, box }, index) => {
        const name = text(`zone.${kind}`)
        const [left, top] = [Math.max(box.xUm, 0), box.yUm]
        return (
          <g key={`${kind}-${index}`} className={`zone zone-${kind}`}>
            <rect className="zone-box" x={box.xUm} y={box.yUm} width={box.widthUm} height={box.heightUm} />
            <g
              className="zone-name"
              transform={`translate(${left} ${top}) scale(${umPerPx})`}
              onPointerDown={(event) => onHold({ kind: 'zone', index, box }, event)}
            >
              <rect width={widthOf(name)} height={LABEL_PX} />
              <text x={6} y={14}>
                {name}
              </text>
            </g>
          </g>
        )
      })}
    </g>
  )
}

/** About what the name takes at 12 px, with room around it. */
const widthOf = (name: string): number =>
  12 + Array.from(name).reduce((sum, letter) => sum + (letter < '\u0100' ? 7.2 : 12), 0)

/** The bleed around the card, dimmed, and the card's edge. */
export function Trim({ bleedUm }: { bleedUm: number }) {
  const { widthUm: w, heightUm: h, cornerUm: r } = ID1
  const card = `M${r} 0H${w - r}A${r} ${r} 0 0 1 ${w} ${r}V${h - r}A${r} ${r} 0 0 1 ${w - r} ${h}H${r}A${r} ${r} 0 0 1 0 ${h - r}V${r}A${r} ${r} 0 0 1 ${r} 0Z`
  const sheet = `M${-bleedUm} ${-bleedUm}H${w + bleedUm}V${h + bleedUm}H${-bleedUm}Z`
  return (
    <g className="trim" aria-hidden="true">
      <path className="trim-veil" d={`${sheet}${card}`} fillRule="evenodd" />
      <path className="trim-edge" d={card} />
    </g>
  )
}
