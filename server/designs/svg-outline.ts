import svgpath from 'svgpath'
import { ellipse, rectangle, roundedRectangle } from '../../card-designs/engine/path-data.ts'

/** Basic shapes are drawn a thousand times larger first, because the engine's outlines are whole numbers. */
const FINE = 1_000

type Attributes = Readonly<Record<string, string>>

/** Lengths in px; a unit that depends on a page has none here. */
const UNITS_PX: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  pt: 4 / 3,
  pc: 16,
  mm: 96 / 25.4,
  cm: 96 / 2.54,
  in: 96,
}

export function readLength(text: string | undefined): number | undefined {
  const [, number, unit = ''] =
    /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*([a-z]*)\s*$/i.exec(text ?? '') ?? []
  const scale = UNITS_PX[unit.toLowerCase()]
  const value = number === undefined || scale === undefined ? NaN : Number(number) * scale
  return Number.isFinite(value) ? value : undefined
}

/** SVG 2 §9 and §10: what a path or basic shape draws, as path data in its own units; undefined where it draws nothing. */
export function outlineOf(element: string, attributes: Attributes): string | undefined {
  const length = (name: string): number => readLength(attributes[name]) ?? 0
  const [x, y, width, height] = [length('x'), length('y'), length('width'), length('height')]
  switch (element) {
    case 'path':
      return attributes['d']
    case 'rect': {
      if (width <= 0 || height <= 0) return undefined
      const radius = Math.max(length('rx'), length('ry'))
      const box = { x: x * FINE, y: y * FINE, width: width * FINE, height: height * FINE }
      return coarse(
        radius > 0
          ? roundedRectangle({ ...box, radius: radius * FINE })
          : rectangle(box.x, box.y, box.width, box.height),
      )
    }
    case 'circle':
      return round(length('cx'), length('cy'), length('r'), length('r'))
    case 'ellipse':
      return round(length('cx'), length('cy'), length('rx'), length('ry'))
    case 'line':
      return `M${length('x1')} ${length('y1')}L${length('x2')} ${length('y2')}`
    case 'polyline':
    case 'polygon':
      return throughPoints(attributes['points'] ?? '', element === 'polygon')
  }
  return undefined
}

const round = (cx: number, cy: number, rx: number, ry: number): string | undefined =>
  rx <= 0 || ry <= 0
    ? undefined
    : coarse(
        ellipse({ x: (cx - rx) * FINE, y: (cy - ry) * FINE, width: 2 * rx * FINE, height: 2 * ry * FINE }),
      )

const coarse = (d: string): string =>
  svgpath(d)
    .scale(1 / FINE)
    .toString()

function throughPoints(points: string, isClosed: boolean): string | undefined {
  const numbers = points.match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []
  if (numbers.length < 4) return undefined
  const pairs = Array.from(
    { length: numbers.length >> 1 },
    (_, i) => `${numbers[2 * i]} ${numbers[2 * i + 1]}`,
  )
  return `M${pairs.join('L')}${isClosed ? 'Z' : ''}`
}

/** A matrix of SVG: a b c d e f. */
export type Matrix = readonly [number, number, number, number, number, number]

/** Path data as the engine takes it: absolute M, L, C and Z, whole micrometres; undefined where nothing is left. */
export function enginePath(d: string, matrix: Matrix): string | undefined {
  const pieces: string[] = []
  const path = svgpath(d)
    .abs()
    .unarc()
    .unshort()
    .matrix([...matrix])
  path.iterate(([command, ...numbers], _index, x, y) => {
    pieces.push(pieceOf(command, numbers.map(Number), { x, y }))
  })
  const written = pieces.join('')
  return /^M[MLCZ0-9 .,-]+$/.test(written) ? written : undefined
}

/** One command after arcs and short forms were written out; `from` is where the pen stands. */
function pieceOf(command: string, numbers: readonly number[], { x, y }: { x: number; y: number }): string {
  const [a = 0, b = 0, c = 0, e = 0] = numbers
  if (command === 'M' || command === 'L') return command + join(a, b)
  if (command === 'H') return `L${join(a, y)}`
  if (command === 'V') return `L${join(x, a)}`
  if (command === 'C') return `C${join(...numbers)}`
  if (command === 'Q')
    return `C${join(...[x, y, c, e].map((end, i) => towards(end, i % 2 === 0 ? a : b)))} ${join(c, e)}`
  return 'Z'
}

/** A quadratic curve's control point as one of the two that a cubic curve has. */
const towards = (end: number, control: number): number => end + ((control - end) * 2) / 3

const join = (...values: readonly number[]): string =>
  values.map((value) => String(Math.round(value))).join(' ')

/** A matrix with a `transform` attribute inside it (SVG 2 §8.5). */
export function within(around: Matrix, transform: string | undefined): Matrix {
  if (transform === undefined) return around
  const [a, b, c, d, e, f] = around
  const at = (x: number, y: number): [number, number] => {
    let [px, py] = [0, 0]
    svgpath(`M${x} ${y}`)
      .transform(transform)
      .iterate((segment) => {
        if (segment[0] === 'M') [px, py] = [segment[1], segment[2]]
      })
    return [a * px + c * py + e, b * px + d * py + f]
  }
  const [[ox, oy], [ax, ay], [bx, by]] = [at(0, 0), at(1, 0), at(0, 1)]
  return [ax - ox, ay - oy, bx - ox, by - oy, ox, oy]
}
