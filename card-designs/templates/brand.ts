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

/** Brocade: fangsheng interlocked row by row, as one path of lines over a box. */
export function brocade(box: { x: number; y: number; width: number; height: number }, reach: number): string {
  const lozenges: string[] = []
  for (let row = 0; row * reach <= box.height + reach; row++)
    for (let x = box.x + (row % 2) * reach; x <= box.x + box.width + reach; x += 2 * reach)
      for (const share of [1, 0.55])
        lozenges.push(
          polygon([
            [x, box.y + row * reach - reach * share],
            [x + reach * share, box.y + row * reach],
            [x, box.y + row * reach + reach * share],
            [x - reach * share, box.y + row * reach],
          ]),
        )
  return lozenges.join('')
}
