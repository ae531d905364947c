import { ID1, type Solid } from './design.ts'
import type { DisplayItem } from './display-list.ts'
import { ellipse, segment } from './path-data.ts'

/** On every plate, so that each shows how it lies to the others. */
const REGISTRATION: Solid = { kind: 'cmyk', c: 100, m: 100, y: 100, k: 100 }
const HAIRLINE_UM = 90
const MARK_UM = 4_000
/** Marks keep off the bleed by this much. */
const CLEAR_UM = 500

const line = (from: readonly [number, number], to: readonly [number, number]): DisplayItem => ({
  kind: 'path',
  d: segment(from, to),
  stroke: { paint: REGISTRATION, widthUm: HAIRLINE_UM },
})

interface Edges {
  xsUm: readonly number[]
  ysUm: readonly number[]
}

const outlineOf = ({ xsUm, ysUm }: Edges) => ({
  left: xsUm[0] ?? 0,
  top: ysUm[0] ?? 0,
  right: (xsUm.at(-1) ?? 0) + ID1.widthUm,
  bottom: (ysUm.at(-1) ?? 0) + ID1.heightUm,
})

/** Where to cut: at each trimmed edge, outside the grid on both of its ends. */
export function cropMarks(grid: Edges, bleedUm: number): DisplayItem[] {
  const { left, top, right, bottom } = outlineOf(grid)
  const off = bleedUm + CLEAR_UM
  const upright = grid.xsUm.flatMap((x) => [x, x + ID1.widthUm])
  const level = grid.ysUm.flatMap((y) => [y, y + ID1.heightUm])
  return [
    ...upright.flatMap((x) => [
      line([x, top - off - MARK_UM], [x, top - off]),
      line([x, bottom + off], [x, bottom + off + MARK_UM]),
    ]),
    ...level.flatMap((y) => [
      line([left - off - MARK_UM, y], [left - off, y]),
      line([right + off, y], [right + off + MARK_UM, y]),
    ]),
  ]
}

/** A cross in a ring in the middle of each margin. */
export function registrationMarks(paper: { widthUm: number; heightUm: number }, grid: Edges): DisplayItem[] {
  const { left, top, right, bottom } = outlineOf(grid)
  const [x, y] = [paper.widthUm / 2, paper.heightUm / 2]
  const places: [number, number][] = [
    [x, top / 2],
    [x, (bottom + paper.heightUm) / 2],
    [left / 2, y],
    [(right + paper.widthUm) / 2, y],
  ]
  return places.flatMap(([cx, cy]) => crosshair(cx, cy))
}

export const crosshair = (x: number, y: number, reach = 2_500): DisplayItem[] => [
  line([x - reach, y], [x + reach, y]),
  line([x, y - reach], [x, y + reach]),
  {
    kind: 'path',
    d: ellipse({ x: x - reach * 0.6, y: y - reach * 0.6, width: reach * 1.2, height: reach * 1.2 }),
    stroke: { paint: REGISTRATION, widthUm: HAIRLINE_UM },
  },
]
