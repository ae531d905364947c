import type { Gradient } from '../../card-designs/engine/design.ts'
import { readColour, readShare } from './svg-colour.ts'
import { readDeclarations } from './svg-look.ts'
import { readLength, within, type Matrix } from './svg-outline.ts'
import type { SvgNode } from './svg-tree.ts'

interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

/** Finds a gradient by its id and lays it over a shape; undefined where the id is none of a gradient's. */
export type Gradients = (id: string, over: { bounds: Bounds; matrix: Matrix }) => Gradient | undefined

/** `nodes`: every element of the file. */
export function gradientsAmong(nodes: readonly SvgNode[]): Gradients {
  const found = new Map(
    nodes
      .filter(({ name }) => name === 'linearGradient' || name === 'radialGradient')
      .map((node) => [node.attributes['id'] ?? '', node]),
  )
  return (id, over) => {
    const node = found.get(id)
    return node && lay(node, stopsOf(node, found), over)
  }
}

/** A gradient's own stops, or those of the one that it refers to; a chain of references ends after a few. */
function stopsOf(node: SvgNode, found: Map<string, SvgNode>, depth = 0): Gradient['stops'] {
  const stops = node.children
    .filter(({ name }) => name === 'stop')
    .slice(0, 32)
    .map(readStop)
  if (stops.length > 0 || depth > 8) return stops
  const reference = node.attributes['href'] ?? node.attributes['xlink:href']
  const other = found.get(reference?.slice(1) ?? '')
  return other ? stopsOf(other, found, depth + 1) : []
}

function readStop({ attributes }: SvgNode): Gradient['stops'][number] {
  const own = { ...attributes, ...readDeclarations(attributes['style'] ?? '') }
  return [readShare(own['offset'] ?? '0') ?? 0, readColour(own['stop-color'] ?? 'black')?.colour ?? '#000000']
}

function lay(
  { name, attributes }: SvgNode,
  stops: Gradient['stops'],
  { bounds, matrix }: { bounds: Bounds; matrix: Matrix },
): Gradient | undefined {
  const [first] = stops
  if (!first) return undefined
  const isUser = attributes['gradientUnits'] === 'userSpaceOnUse'
  const whole: Matrix = isUser ? matrix : inBounds(matrix, bounds)
  const [a, b, c, d, e, f] = within(whole, attributes['gradientTransform'])
  const at = (x: number, y: number): [number, number] => [bound(a * x + c * y + e), bound(b * x + d * y + f)]
  const read = (place: string, otherwise: number): number => {
    const text = attributes[place]
    return text?.trim().endsWith('%') ? (readShare(text) ?? otherwise) : (readLength(text) ?? otherwise)
  }
  const colours: Gradient['stops'] = stops.length > 1 ? [...stops] : [first, [1, first[1]]]
  if (name === 'linearGradient')
    return {
      kind: 'linear',
      from: at(read('x1', 0), read('y1', 0)),
      to: at(read('x2', 1), read('y2', 0)),
      stops: colours,
    }
  const radiusUm = bound(read('r', 0.5) * Math.sqrt(Math.abs(a * d - b * c)))
  return {
    kind: 'radial',
    centre: at(read('cx', 0.5), read('cy', 0.5)),
    radiusUm: Math.max(1, radiusUm),
    stops: colours,
  }
}

const inBounds = ([a, b, c, d, e, f]: Matrix, { x, y, width, height }: Bounds): Matrix => [
  a * width,
  b * width,
  c * height,
  d * height,
  a * x + c * y + e,
  b * x + d * y + f,
]

/** The engine's coordinates are whole and end 20 cm from a card. */
const bound = (value: number): number => Math.min(200_000, Math.max(-200_000, Math.round(value) || 0))
