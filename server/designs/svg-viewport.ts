import { ID1 } from '../../card-designs/engine/design.ts'
import { readLength, within, type Matrix } from './svg-outline.ts'
import { SvgError, type SvgNode } from './svg-tree.ts'

const MM_PER_PX = 25.4 / 96
/** What artwork fills when its own size is none of a card's. */
const ROOM = { widthUm: ID1.widthUm * 0.8, heightUm: ID1.heightUm * 0.8 }

/** SVG 2 §8.2: a viewBox laid into the room that `place` has for it, whole and in the middle. */
export function viewport(around: Matrix, { attributes }: SvgNode, place: SvgNode): Matrix {
  const at = (name: string): number => readLength(place.attributes[name]) ?? 0
  const moved = within(around, `translate(${at('x')} ${at('y')})`)
  const box = readViewBox(attributes)
  if (!box) return moved
  const [width, height] = [at('width') || box.width, at('height') || box.height]
  const scale = Math.min(width / box.width, height / box.height)
  const [dx, dy] = [(width - box.width * scale) / 2, (height - box.height * scale) / 2]
  return within(moved, `translate(${dx} ${dy}) scale(${scale}) translate(${-box.x} ${-box.y})`)
}

/** SVG 2 §8.2: the part of the plane that is seen, in its own size where that is a card's, else as large as there is room. */
export function placeOnCard({ attributes }: SvgNode): { matrix: Matrix; widthUm: number; heightUm: number } {
  const own = { width: readLength(attributes['width']), height: readLength(attributes['height']) }
  const whole = { x: 0, y: 0, width: own.width ?? 300, height: own.height ?? 150 }
  const { x, y, width, height } = readViewBox(attributes) ?? whole
  if (!(width > 0 && height > 0)) throw new SvgError('damaged', 'it has no size')
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

function readViewBox({ viewBox }: SvgNode['attributes']) {
  const numbers = (viewBox ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const [x = 0, y = 0, width = 0, height = 0] = numbers
  const isBox = numbers.length === 4 && numbers.every(Number.isFinite) && width > 0 && height > 0
  return isBox ? { x, y, width, height } : undefined
}
