import { ID1, type Box } from '../../../../../card-designs/engine/design.ts'

export interface SnapField {
  safeUm: number
  others: readonly Box[]
  guides: readonly { axis: 'x' | 'y'; atUm: number }[]
  /** 0 for none */
  gridUm: number
  /** how near is near enough: a few pixels at the zoom in use */
  reachUm: number
}

export interface SnapLine {
  axis: 'x' | 'y'
  atUm: number
}

export interface Snapped {
  xUm: number
  yUm: number
  /** what it has snapped to, to be shown */
  lines: readonly SnapLine[]
}

/** Which of a box's own lines look for something to snap to. */
export interface SnapEdges {
  x: readonly ('start' | 'middle' | 'end')[]
  y: readonly ('start' | 'middle' | 'end')[]
}

const everyEdge: SnapEdges = { x: ['start', 'middle', 'end'], y: ['start', 'middle', 'end'] }

/**
 * The step that brings a box onto the nearest edge or centre of the card, the safe area, a guide or another element;
 * failing these onto the grid. No step where nothing is near.
 */
export function snap(box: Box, field: SnapField, edges: SnapEdges = everyEdge): Snapped {
  const x = along('x', [box.xUm, box.widthUm], field, edges.x)
  const y = along('y', [box.yUm, box.heightUm], field, edges.y)
  return { xUm: x.step, yUm: y.step, lines: [...x.lines, ...y.lines] }
}

function along(
  axis: 'x' | 'y',
  [start, size]: readonly [number, number],
  field: SnapField,
  edges: SnapEdges['x'],
): { step: number; lines: SnapLine[] } {
  const own = edges.map((edge) => ({ start, middle: start + size / 2, end: start + size })[edge])
  const near = nearest(own, targets(axis, field), field.reachUm)
  if (near) return { step: Math.round(near.step), lines: [{ axis, atUm: near.at }] }
  const { gridUm } = field
  const first = edges[0] === 'end' ? start + size : start
  const step = gridUm > 0 && edges.length > 0 ? Math.round(first / gridUm) * gridUm - first : 0
  return { step: Math.round(step), lines: [] }
}

function targets(axis: 'x' | 'y', { safeUm, others, guides }: SnapField): number[] {
  const whole = axis === 'x' ? ID1.widthUm : ID1.heightUm
  const card = [0, safeUm, whole / 2, whole - safeUm, whole]
  const lines = guides.filter((guide) => guide.axis === axis).map(({ atUm }) => atUm)
  const boxes = others.flatMap((box) => {
    const [from, size] = axis === 'x' ? [box.xUm, box.widthUm] : [box.yUm, box.heightUm]
    return [from, from + size / 2, from + size]
  })
  return [...card, ...lines, ...boxes]
}

function nearest(own: readonly number[], at: readonly number[], reachUm: number) {
  let best: { step: number; at: number } | undefined
  for (const line of own)
    for (const target of at) {
      const step = target - line
      if (Math.abs(step) <= reachUm && (!best || Math.abs(step) < Math.abs(best.step)))
        best = { step, at: target }
    }
  return best
}
