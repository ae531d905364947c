import { ID1, type Solid } from './design.ts'
import type { DisplayItem } from './display-list.ts'
import { ellipse, segment } from './path-data.ts'

/** On every plate, so that each shows how it lies to the others. */
const REGISTRATION: Solid = { kind: 'cmyk', c: 100, m: 100, y: 100, k: 100 }
const HAIRLINE_UM = 90
const MARK_UM = 4_000
const CROSS_UM = 2_500
const LEAST_CROSS_UM = 1_000
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

/** A cross in a ring in the middle of each margin, as small as it has to be to keep off the cards; none where it would be no mark. */
export function registrationMarks(
  paper: { widthUm: number; heightUm: number },
  { grid, bleedUm }: { grid: Edges; bleedUm: number },
): DisplayItem[] {
  const { left, top, right, bottom } = outlineOf(grid)
  const [x, y] = [paper.widthUm / 2, paper.heightUm / 2]
  const off = bleedUm + CLEAR_UM
  const [above, below] = [top - off, paper.heightUm - bottom - off]
  const [before, after] = [left - off, paper.widthUm - right - off]
  const places: { cx: number; cy: number; room: number }[] = [
    { cx: x, cy: above / 2, room: above },
    { cx: x, cy: paper.heightUm - below / 2, room: below },
    { cx: before / 2, cy: y, room: before },
    { cx: paper.widthUm - after / 2, cy: y, room: after },
  ]
  return places
    .map(({ cx, cy, room }) => ({ cx, cy, reach: Math.min(CROSS_UM, room / 2) }))
    .filter(({ reach }) => reach >= LEAST_CROSS_UM)
    .flatMap(({ cx, cy, reach }) => crosshair(cx, cy, reach))
}

export const crosshair = (x: number, y: number, reach: number): DisplayItem[] => [
  line([x - reach, y], [x + reach, y]),
  line([x, y - reach], [x, y + reach]),
  {
    kind: 'path',
    d: ellipse({ x: x - reach * 0.6, y: y - reach * 0.6, width: reach * 1.2, height: reach * 1.2 }),
    stroke: { paint: REGISTRATION, widthUm: HAIRLINE_UM },
  },
]
