/** Path data of absolute M, L, C and Z commands: the only ones that painters know. Units are the caller's. */

/** How far a control point lies along the tangent when a cubic curve stands for a quarter circle. */
const QUARTER = 0.5522847498

const n = (value: number): string => String(Math.round(value))

export const rectangle = (x: number, y: number, width: number, height: number): string =>
  `M${n(x)} ${n(y)}L${n(x + width)} ${n(y)}L${n(x + width)} ${n(y + height)}L${n(x)} ${n(y + height)}Z`

export function roundedRectangle(box: {
  x: number
  y: number
  width: number
  height: number
  radius: number
}): string {
  const { x, y, width, height } = box
  const r = Math.min(box.radius, width / 2, height / 2)
  const [right, bottom, k] = [x + width, y + height, r * (1 - QUARTER)]
  return [
    `M${n(x + r)} ${n(y)}L${n(right - r)} ${n(y)}`,
    `C${n(right - k)} ${n(y)} ${n(right)} ${n(y + k)} ${n(right)} ${n(y + r)}L${n(right)} ${n(bottom - r)}`,
    `C${n(right)} ${n(bottom - k)} ${n(right - k)} ${n(bottom)} ${n(right - r)} ${n(bottom)}L${n(x + r)} ${n(bottom)}`,
    `C${n(x + k)} ${n(bottom)} ${n(x)} ${n(bottom - k)} ${n(x)} ${n(bottom - r)}L${n(x)} ${n(y + r)}`,
    `C${n(x)} ${n(y + k)} ${n(x + k)} ${n(y)} ${n(x + r)} ${n(y)}Z`,
  ].join('')
}

export function ellipse({
  x,
  y,
  width,
  height,
}: {
  x: number
  y: number
  width: number
  height: number
}): string {
  const [rx, ry] = [width / 2, height / 2]
  const [cx, cy, kx, ky] = [x + rx, y + ry, rx * QUARTER, ry * QUARTER]
  return [
    `M${n(cx)} ${n(y)}C${n(cx + kx)} ${n(y)} ${n(x + width)} ${n(cy - ky)} ${n(x + width)} ${n(cy)}`,
    `C${n(x + width)} ${n(cy + ky)} ${n(cx + kx)} ${n(y + height)} ${n(cx)} ${n(y + height)}`,
    `C${n(cx - kx)} ${n(y + height)} ${n(x)} ${n(cy + ky)} ${n(x)} ${n(cy)}`,
    `C${n(x)} ${n(cy - ky)} ${n(cx - kx)} ${n(y)} ${n(cx)} ${n(y)}Z`,
  ].join('')
}

export const segment = (from: readonly [number, number], to: readonly [number, number]): string =>
  polyline([from, to])

/** The end and control points of every command: what the path lies within. */
export function pointsOf(d: string): [number, number][] {
  const numbers = (d.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number)
  return Array.from({ length: numbers.length >> 1 }, (_, i) => [numbers[2 * i] ?? 0, numbers[2 * i + 1] ?? 0])
}

const polyline = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${n(x)} ${n(y)}`).join('')

export const polygon = (points: readonly (readonly [number, number])[]): string => `${polyline(points)}Z`

/**
 * A smooth curve through `at(t)` for t from 0 to 1. Each of the steps is the cubic that has the curve's own ends and,
 * by central difference, its own tangents.
 */
export function curve(at: (t: number) => readonly [number, number], steps: number): string {
  const step = 1 / steps
  const slope = (t: number) => {
    const [[x1, y1], [x2, y2]] = [at(t + step / 64), at(t - step / 64)]
    return [((x1 - x2) * 32) / 3, ((y1 - y2) * 32) / 3] as const
  }
  const [x0, y0] = at(0)
  let d = `M${n(x0)} ${n(y0)}`
  for (let i = 0; i < steps; i++) {
    const [[x1, y1], [x2, y2]] = [at(i * step), at((i + 1) * step)]
    const [[dx1, dy1], [dx2, dy2]] = [slope(i * step), slope((i + 1) * step)]
    d += `C${n(x1 + dx1)} ${n(y1 + dy1)} ${n(x2 - dx2)} ${n(y2 - dy2)} ${n(x2)} ${n(y2)}`
  }
  return d
}
