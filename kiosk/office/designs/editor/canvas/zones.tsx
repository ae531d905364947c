import { ID1, type Design, type Side } from '../../../../../card-designs/engine/design.ts'
import { useText } from '../texts.ts'

/** What must stay free, and where the knife goes: over the picture, never in print. */
export function Zones({ design, side, umPerPx }: { design: Design; side: Side; umPerPx: number }) {
  const text = useText()
  const { safeUm } = design
  return (
    <g className="zones" aria-hidden="true">
      <rect
        className="safe-area"
        x={safeUm}
        y={safeUm}
        width={ID1.widthUm - 2 * safeUm}
        height={ID1.heightUm - 2 * safeUm}
        rx={Math.max(0, ID1.cornerUm - safeUm)}
      />
      {design[side].zones.map(({ kind, box }, i) => (
        <g key={`${kind}-${i}`} className={`zone zone-${kind}`}>
          <rect x={box.xUm} y={box.yUm} width={box.widthUm} height={box.heightUm} />
          <text x={Math.max(box.xUm, 0) + 4 * umPerPx} y={box.yUm + 13 * umPerPx} fontSize={11 * umPerPx}>
            {text(`zone.${kind}`)}
          </text>
        </g>
      ))}
    </g>
  )
}

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
