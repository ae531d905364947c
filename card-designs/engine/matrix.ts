import type { GroupElement } from './design-elements.ts'
import type { Box } from './design-paint.ts'
import type { Matrix } from './display-list.ts'

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

/** First `inner`, then `outer`. */
export const multiply = (outer: Matrix, inner: Matrix): Matrix => [
  outer[0] * inner[0] + outer[2] * inner[1],
  outer[1] * inner[0] + outer[3] * inner[1],
  outer[0] * inner[2] + outer[2] * inner[3],
  outer[1] * inner[2] + outer[3] * inner[3],
  outer[0] * inner[4] + outer[2] * inner[5] + outer[4],
  outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
]

const exact = (value: number): number => Math.round(value * 1e9) / 1e9

/** Clockwise on a page whose y runs downwards. */
export function rotation(degrees: number): Matrix {
  const angle = (degrees * Math.PI) / 180
  const [cos, sin] = [exact(Math.cos(angle)), exact(Math.sin(angle))]
  return [cos, sin, -sin, cos, 0, 0]
}

export const translation = (xUm: number, yUm: number): Matrix => [1, 0, 0, 1, xUm, yUm]

export function matrixOf(transform: GroupElement['transform']): Matrix {
  if (!transform) return IDENTITY
  const { xUm, yUm, rotationDeg, scale } = transform
  const turned = multiply(rotation(rotationDeg), [scale, 0, 0, scale, 0, 0])
  return multiply(translation(xUm, yUm), turned)
}

/** The upright box around a box that was scaled, turned and moved. */
export function boxThrough([a, b, c, d, e, f]: Matrix, { xUm, yUm, widthUm, heightUm }: Box): Box {
  const corners = [
    [xUm, yUm],
    [xUm + widthUm, yUm],
    [xUm, yUm + heightUm],
    [xUm + widthUm, yUm + heightUm],
  ].map(([x = 0, y = 0]) => [a * x + c * y + e, b * x + d * y + f] as const)
  return boxAround(corners)
}

export function boxAround(points: readonly (readonly [number, number])[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    ;[left, right] = [Math.min(left, x), Math.max(right, x)]
    ;[top, bottom] = [Math.min(top, y), Math.max(bottom, y)]
  }
  return points.length === 0
    ? { xUm: 0, yUm: 0, widthUm: 0, heightUm: 0 }
    : { xUm: left, yUm: top, widthUm: right - left, heightUm: bottom - top }
}
