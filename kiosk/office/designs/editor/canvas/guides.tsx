import type { PointerEvent } from 'react'
import type { Guide } from '../model/zones.ts'
import type { HeldMark } from './use-marks.ts'

/** Longer than any sheet. */
const FAR_UM = 1_000_000

interface GuidesProps {
  guides: readonly { guide: Guide; index: number | undefined }[]
  onHold: (mark: HeldMark, event: PointerEvent) => void
}

/** Lines to snap to, for the pointer; the card's panel has them as fields. */
export const Guides = ({ guides, onHold }: GuidesProps) =>
  guides.map(({ guide, index }) => {
    const { axis, atUm } = guide
    const d = axis === 'x' ? `M${atUm} ${-FAR_UM}V${FAR_UM}` : `M${-FAR_UM} ${atUm}H${FAR_UM}`
    return (
      <g key={index ?? 'new'} className={`guide guide-${axis}`} aria-hidden="true">
        <path className="guide-line" d={d} />
        <path
          className="guide-hold"
          d={d}
          onPointerDown={(event) => onHold({ kind: 'guide', index, guide }, event)}
        />
      </g>
    )
  })
