import type { DesignElement } from '../../card-designs/engine/design.ts'
import { pointsOf } from '../../card-designs/engine/path-data.ts'
import type { Artwork } from './schema.ts'
import { gradientsAmong, type Gradients } from './svg-gradient.ts'
import {
  INITIAL,
  lookOf,
  paintOf,
  readDeclarations,
  readStyleSheet,
  type Declarations,
  type Look,
} from './svg-look.ts'
import { enginePath, outlineOf, readLength, within, type Matrix } from './svg-outline.ts'
import { placeOnCard, viewport } from './svg-viewport.ts'
import { readSvgTree, SvgError, type SvgNode } from './svg-tree.ts'

type Shape = Extract<DesignElement, { type: 'shape' }>

/** A list of the engine's schema holds five hundred. */
const MOST_SHAPES = 400
const LONGEST_PATHS = 1_500_000
/** Elements looked at, and how many of them `use` brings in: it makes many of few. */
const MOST_VISITS = 60_000
const MOST_USES = 2_000
const DEEPEST = 128

/** Containers whose content is drawn only through a reference, or not at all. */
const UNSEEN: ReadonlySet<string> = new Set([
  'defs',
  'clipPath',
  'mask',
  'pattern',
  'marker',
  'symbol',
  'filter',
  'metadata',
  'title',
  'desc',
  'style',
  'linearGradient',
  'radialGradient',
])
const DRAWN: ReadonlySet<string> = new Set([
  'path',
  'rect',
  'circle',
  'ellipse',
  'line',
  'polyline',
  'polygon',
])
const GROUPS: ReadonlySet<string> = new Set(['g', 'a', 'switch'])

/**
 * The shapes of an SVG as the engine's own, from the top left corner of a card. What has no shape (text, pictures) is
 * named and left out; what is used in many places is drawn in each. Throws `SvgError`.
 */
export function readArtwork(text: string): Artwork {
  const svg = readSvgTree(text)
  const { matrix, widthUm, heightUm } = placeOnCard(svg)
  const drawing: Drawing = {
    sheet: styleSheetsIn(svg),
    gradients: gradientsAmong(nodesOf(svg)),
    byId: new Map(nodesOf(svg).map((node) => [node.attributes['id'] ?? '', node])),
    shapes: [],
    leftOut: new Set(),
    pathLength: 0,
    visits: 0,
    uses: 0,
  }
  draw(drawing, { ...svg, name: 'g' }, { look: INITIAL, matrix, depth: 0 })
  return { widthUm, heightUm, shapes: drawing.shapes, leftOut: [...drawing.leftOut] }
}

interface Drawing {
  sheet: Map<string, Declarations>
  gradients: Gradients
  byId: ReadonlyMap<string, SvgNode>
  shapes: Shape[]
  leftOut: Set<string>
  pathLength: number
  visits: number
  uses: number
}

interface Around {
  look: Look
  matrix: Matrix
  depth: number
}

function draw(drawing: Drawing, node: SvgNode, around: Around): void {
  drawing.visits += 1
  if (drawing.visits > MOST_VISITS || around.depth > DEEPEST)
    throw new SvgError('too-heavy', 'too many elements')
  const own = declarationsOf(drawing.sheet, node)
  const here = {
    look: lookOf(around.look, own),
    matrix: within(around.matrix, node.attributes['transform']),
    depth: around.depth + 1,
  }
  if (!here.look.isShown || UNSEEN.has(node.name)) return
  for (const effect of ['clip-path', 'mask', 'filter'])
    if ((own[effect] ?? 'none') !== 'none') drawing.leftOut.add(effect)
  if (DRAWN.has(node.name)) drawShape(drawing, node, here)
  else if (GROUPS.has(node.name)) drawChildren(drawing, node, here)
  else if (node.name === 'use') drawUsed(drawing, node, here)
  else if (node.name === 'svg')
    drawChildren(drawing, node, { ...here, matrix: viewport(here.matrix, node, node) })
  else drawing.leftOut.add(node.name)
}

function drawChildren(drawing: Drawing, node: SvgNode, around: Around): void {
  for (const child of node.children) draw(drawing, child, around)
}

/** SVG 2 §5.6: what is referred to, moved to where it is used; a symbol fills the size that its use asks for. */
function drawUsed(drawing: Drawing, use: SvgNode, around: Around): void {
  drawing.uses += 1
  if (drawing.uses > MOST_USES) throw new SvgError('too-heavy', 'too many elements that are used again')
  const reference = use.attributes['href'] ?? use.attributes['xlink:href']
  const used = drawing.byId.get(reference?.slice(1) ?? '')
  if (!used) return
  const x = readLength(use.attributes['x']) ?? 0
  const y = readLength(use.attributes['y']) ?? 0
  const here = { ...around, matrix: within(around.matrix, `translate(${x} ${y})`) }
  if (used.name !== 'symbol') return draw(drawing, used, here)
  const size = { ...use, attributes: { ...use.attributes, x: '0', y: '0' } }
  drawChildren(drawing, used, { ...here, matrix: viewport(here.matrix, used, size) })
}

function drawShape(drawing: Drawing, node: SvgNode, { look, matrix }: Around): void {
  const outline = outlineOf(node.name, node.attributes)
  const d = outline === undefined ? undefined : enginePath(outline, matrix)
  if (outline === undefined || d === undefined) return
  drawing.pathLength += d.length
  if (drawing.shapes.length === MOST_SHAPES || d.length > 200_000 || drawing.pathLength > LONGEST_PATHS)
    throw new SvgError('too-heavy', 'too many or too long paths')
  const fill = resolve(drawing, look.fill, look, outline, matrix)
  const stroke = resolve(drawing, look.stroke, look, outline, matrix)
  const widthUm = Math.round(look.strokeWidth * scaleOf(matrix))
  const isStroked = stroke !== undefined && widthUm > 0
  if (!fill && !isStroked) return
  const share =
    look.opacity * (fill ? look.fillOpacity * fill.opacity : look.strokeOpacity * (stroke?.opacity ?? 1))
  drawing.shapes.push({
    type: 'shape',
    id: `artwork-${drawing.shapes.length + 1}`,
    d,
    ...(fill ? { fill: fill.paint } : {}),
    ...(isStroked ? { stroke: { paint: stroke.paint, widthUm: Math.min(widthUm, 200_000) } } : {}),
    ...(look.evenOdd ? { evenOdd: true } : {}),
    ...(share < 1 ? { opacity: Math.round(share * 1_000) / 1_000 } : {}),
  })
}

function resolve(
  { gradients, leftOut }: Drawing,
  value: string,
  look: Look,
  outline: string,
  matrix: Matrix,
) {
  const paint = paintOf(value, look)
  if (!paint) return undefined
  if ('colour' in paint) return { paint: paint.colour, opacity: paint.opacity }
  const gradient = gradients(paint.reference, { bounds: boundsOf(outline), matrix })
  if (!gradient) leftOut.add('pattern')
  return gradient && { paint: gradient, opacity: 1 }
}

function declarationsOf(sheet: Map<string, Declarations>, { name, attributes }: SvgNode): Declarations {
  const classes = (attributes['class'] ?? '').split(/\s+/).filter((word) => word !== '')
  const selectors = [
    name,
    ...classes.map((word) => `.${word}`),
    ...classes.map((word) => `${name}.${word}`),
    `#${attributes['id'] ?? ''}`,
  ]
  const fromSheet = Object.assign(
    {},
    ...selectors.map((selector) => sheet.get(selector) ?? {}),
  ) as Declarations
  return { ...attributes, ...fromSheet, ...readDeclarations(attributes['style'] ?? '') }
}

const styleSheetsIn = (svg: SvgNode): Map<string, Declarations> =>
  readStyleSheet(
    nodesOf(svg)
      .filter(({ name }) => name === 'style')
      .map(({ text }) => text)
      .join('\n'),
  )

const nodesOf = (node: SvgNode): SvgNode[] => [node, ...node.children.flatMap(nodesOf)]

/** A length of a user unit, in micrometres, as if it were the same in all directions. */
const scaleOf = ([a, b, c, d]: Matrix): number => Math.sqrt(Math.abs(a * d - b * c))

function boundsOf(outline: string) {
  const points = pointsOf(enginePath(outline, [1_000, 0, 0, 1_000, 0, 0]) ?? '')
  const [xs, ys] = [points.map(([x]) => x / 1_000), points.map(([, y]) => y / 1_000)]
  const [x, y] = [smallest(xs), smallest(ys)]
  return { x, y, width: largest(xs) - x, height: largest(ys) - y }
}

const smallest = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity)
const largest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity)
