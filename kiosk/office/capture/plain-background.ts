/** How far, in each of red, green and blue, a pixel may be from its neighbour and still be the same wall. */
const NEIGHBOUR = 12
/** How far from what the wall is at the picture's upper edge. */
const WALL = 60

/** A picture as a canvas gives it: red, green, blue and opacity of each pixel. */
export interface Pixels {
  width: number
  height: number
  data: Uint8ClampedArray
}

/**
 * Paints the even wall behind a person in one colour: whatever is joined to the upper edge and its sides by small steps of
 * colour. A wall with a pattern, or a coat of the wall's own colour, it cannot tell apart.
 */
export function plainBackground({ width, height, data }: Pixels, paint: Rgb): void {
  const wall = meanOfTop({ width, height, data })
  const isWall = new Uint8Array(width * height)
  const open: number[] = []
  const look = (at: number, from: number | undefined) => {
    if (isWall[at] || !isNear(data, at * 4, wall, WALL)) return
    if (from !== undefined && !isNear(data, at * 4, pixel(data, from * 4), NEIGHBOUR)) return
    isWall[at] = 1
    open.push(at)
  }
  for (let x = 0; x < width; x++) look(x, undefined)
  for (let y = 0; y < height / 2; y++) {
    look(y * width, undefined)
    look(y * width + width - 1, undefined)
  }
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const x = at % width
    if (x > 0) look(at - 1, at)
    if (x < width - 1) look(at + 1, at)
    if (at >= width) look(at - width, at)
    if (at < width * (height - 1)) look(at + width, at)
  }
  isWall.forEach((wall, at) => {
    if (wall) data.set(paint, at * 4)
  })
}

export type Rgb = readonly [number, number, number]

const pixel = (data: Uint8ClampedArray, at: number): Rgb => [
  data[at] ?? 0,
  data[at + 1] ?? 0,
  data[at + 2] ?? 0,
]

const isNear = (data: Uint8ClampedArray, at: number, to: Rgb, reach: number): boolean =>
  to.every((part, i) => Math.abs((data[at + i] ?? 0) - part) <= reach)

function meanOfTop({ width, data }: Pixels): Rgb {
  const sum = [0, 0, 0]
  for (let x = 0; x < width; x++) pixel(data, x * 4).forEach((part, i) => (sum[i] = (sum[i] ?? 0) + part))
  return sum.map((part) => part / width) as unknown as Rgb
}
