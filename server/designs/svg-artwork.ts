import { ID1, type DesignElement } from '../../card-designs/engine/design.ts'
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
import { readSvgTree, SvgError, type SvgNode } from './svg-tree.ts'

type Shape = Extract<DesignElement, { type: 'shape' }>

/** A list of the engine's schema holds five hundred. */
const MOST_SHAPES = 400
const LONGEST_PATHS = 1_500_000
const MM_PER_PX = 25.4 / 96
/** What artwork fills when its own size is none of a card's. */
const ROOM = { widthUm: ID1.widthUm * 0.8, heightUm: ID1.heightUm * 0.8 }

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
const GROUPS: ReadonlySet<string> = new Set(['svg', 'g', 'a', 'switch'])

/**
 * The shapes of an SVG as the engine's own, from the top left corner of a card. What has no shape (text, pictures) is
 * named and left out. Throws `SvgError`.
 */
export function readArtwork(text: string): Artwork {
  const svg = readSvgTree(text)
  const { matrix, widthUm, heightUm } = placeOnCard(svg)
  const drawing: Drawing = {
    sheet: styleSheetsIn(svg),
    gradients: gradientsAmong(nodesOf(svg)),
    shapes: [],
    leftOut: new Set(),
    pathLength: 0,
  }
  draw(drawing, svg, { look: INITIAL, matrix })
  return { widthUm, heightUm, shapes: drawing.shapes, leftOut: [...drawing.leftOut] }
}

interface Drawing {
  sheet: Map<string, Declarations>
  gradients: Gradients
  shapes: Shape[]
  leftOut: Set<string>
  pathLength: number
}

interface Around {
  look: Look
  matrix: Matrix
}

function draw(drawing: Drawing, node: SvgNode, around: Around): void {
  const own = declarationsOf(drawing.sheet, node)
  const here = { look: lookOf(around.look, own), matrix: within(around.matrix, node.attributes['transform']) }
  if (!here.look.isShown || UNSEEN.has(node.name)) return
  for (const effect of ['clip-path', 'mask', 'filter'])
    if ((own[effect] ?? 'none') !== 'none') drawing.leftOut.add(effect)
  if (DRAWN.has(node.name)) drawShape(drawing, node, here)
  else if (GROUPS.has(node.name)) for (const child of node.children) draw(drawing, child, here)
  else drawing.leftOut.add(node.name)
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

/** SVG 2 §8.2: the part of the plane that is seen, in its own size where that is a card's, else as large as there is room. */
function placeOnCard({ attributes }: SvgNode): { matrix: Matrix; widthUm: number; heightUm: number } {
  const numbers = (attributes['viewBox'] ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const own = { width: readLength(attributes['width']), height: readLength(attributes['height']) }
  const isBox = numbers.length === 4 && numbers.every(Number.isFinite)
  const [x = 0, y = 0, width = 0, height = 0] = isBox ? numbers : [0, 0, own.width ?? 300, own.height ?? 150]
  if (!(width > 0 && height > 0)) throw new SvgError('refused', 'it has no size')
  const naturalUm = (own.width ?? 0) * MM_PER_PX * 1_000
  const isCardSized =
    naturalUm >= 1_000 && naturalUm <= ID1.widthUm && (naturalUm * height) / width <= ID1.heightUm
  const scale = isCardSized ? naturalUm / width : Math.min(ROOM.widthUm / width, ROOM.heightUm / height)
  return {
    matrix: [scale, 0, 0, scale, -x * scale, -y * scale],
    widthUm: Math.max(1, Math.round(width * scale)),
    heightUm: Math.max(1, Math.round(height * scale)),
  }
}
