import type { DesignElement, Paint } from '../engine/design.ts'
import { polygon } from '../engine/path-data.ts'

export const storeName = { zh: '锦城百货', en: 'BROCADE CITY VIP' } as const

/** The store's mark: fangsheng (方胜), the two interlocked lozenges of brocade, as strokes. */
export function fangsheng(mark: {
  id: string
  x: number
  y: number
  reach: number
  paint: Paint
  strokeUm: number
}): DesignElement[] {
  const { id, x, y, reach, paint, strokeUm } = mark
  const shift = reach * 0.5
  const lozenge = (cx: number, r: number) =>
    polygon([
      [cx, y - r],
      [cx + r, y],
      [cx, y + r],
      [cx - r, y],
    ])
  const rings = [x - shift, x + shift].flatMap((cx) => [lozenge(cx, reach), lozenge(cx, reach * 0.62)])
  return [
    { type: 'shape', id, d: rings.join(''), stroke: { paint, widthUm: strokeUm } },
    { type: 'shape', id: `${id}-centre`, d: lozenge(x, reach * 0.2), fill: paint },
  ]
}
