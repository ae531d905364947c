import type { Box, DesignElement, Paint, Stroke } from '../../../../../card-designs/engine/design.ts'

/** x becomes `scaleX` · x + `moveX`, y likewise: how a box is moved or stretched into another. */
export interface AxisMap {
  scaleX: number
  scaleY: number
  moveX: number
  moveY: number
}

export const shift = (xUm: number, yUm: number): AxisMap => ({ scaleX: 1, scaleY: 1, moveX: xUm, moveY: yUm })

/** What takes one box onto another; a box without width or height is moved, not stretched, that way. */
export function mapBetween(from: Box, to: Box): AxisMap {
  const scaleX = from.widthUm > 0 ? to.widthUm / from.widthUm : 1
  const scaleY = from.heightUm > 0 ? to.heightUm / from.heightUm : 1
  return { scaleX, scaleY, moveX: to.xUm - scaleX * from.xUm, moveY: to.yUm - scaleY * from.yUm }
}

const FARTHEST_UM = 200_000
/** A coordinate that a design may have. */
export const place = (value: number): number =>
  Math.max(-FARTHEST_UM, Math.min(FARTHEST_UM, Math.round(value)))
const length = (value: number): number => Math.max(1, Math.min(FARTHEST_UM, Math.round(value)))
const MOST_SCALE = 20
const LEAST_SCALE = 0.05

/**
 * An element moved and stretched: its type size follows the height, strokes keep their width, groups and rosettes grow
 * evenly, by the lesser of both scales. Coordinates stay whole and within what a design may say.
 */
export function mapElement<E extends DesignElement>(element: E, map: AxisMap): E
export function mapElement(element: DesignElement, map: AxisMap): DesignElement {
  const x = (value: number) => place(map.scaleX * value + map.moveX)
  const y = (value: number) => place(map.scaleY * value + map.moveY)
  const wide = (value: number) => length(map.scaleX * value)
  const high = (value: number) => length(map.scaleY * value)
  const point = ([px, py]: readonly [number, number]): [number, number] => [x(px), y(py)]
  const box = (b: Box): Box => ({
    xUm: x(b.xUm),
    yUm: y(b.yUm),
    widthUm: wide(b.widthUm),
    heightUm: high(b.heightUm),
  })
  const even = Math.min(Math.abs(map.scaleX), Math.abs(map.scaleY))
  const paint = (p: Paint): Paint => mapPaint(p, { point, even })
  const look = ({ fill, stroke }: { fill?: Paint; stroke?: Stroke }) => ({
    ...(fill !== undefined && { fill: paint(fill) }),
    ...(stroke !== undefined && { stroke: { ...stroke, paint: paint(stroke.paint) } }),
  })
  const clipped = ({ clip }: { clip?: string }) => (clip === undefined ? {} : { clip: mapPath(clip, point) })

  switch (element.type) {
    case 'text': {
      const isVertical = element.writing === 'vertical'
      const along = isVertical ? high : wide
      const across = isVertical ? wide : high
      return {
        ...element,
        xUm: x(element.xUm),
        baselineUm: y(element.baselineUm),
        widthUm: along(element.widthUm),
        sizeUm: across(element.sizeUm),
        paint: paint(element.paint),
        fit: mapFit(element.fit, across),
      }
    }
    case 'microtext':
      return {
        ...element,
        xUm: x(element.xUm),
        baselineUm: y(element.baselineUm),
        widthUm: wide(element.widthUm),
        sizeUm: high(element.sizeUm),
        paint: paint(element.paint),
      }
    case 'shape':
      return { ...element, d: mapPath(element.d, point), ...look(element), ...clipped(element) }
    case 'rect':
    case 'ellipse':
      return { ...element, box: box(element.box), ...look(element) }
    case 'line':
      return {
        ...element,
        from: point(element.from),
        to: point(element.to),
        stroke: { ...element.stroke, paint: paint(element.stroke.paint) },
      }
    case 'guilloche': {
      const { guilloche } = element
      const moved =
        guilloche.kind === 'ribbon'
          ? { ...guilloche, box: box(guilloche.box) }
          : {
              ...guilloche,
              centre: point(guilloche.centre),
              innerUm: length(even * guilloche.innerUm),
              outerUm: length(even * guilloche.outerUm),
            }
      return { ...element, guilloche: moved, ...look(element), ...clipped(element) }
    }
    case 'rainbow':
      return { ...element, box: box(element.box), ...clipped(element) }
    case 'symbol':
    case 'image':
    case 'photo':
      return { ...element, box: box(element.box) }
    case 'group': {
      const { xUm = 0, yUm = 0, rotationDeg = 0, scale = 1 } = element.transform ?? {}
      const grown = Math.max(LEAST_SCALE, Math.min(MOST_SCALE, scale * even))
      return { ...element, transform: { xUm: x(xUm), yUm: y(yUm), rotationDeg, scale: grown } }
    }
  }
}

type Fit = Extract<DesignElement, { type: 'text' }>['fit']

function mapFit(fit: Fit, across: (value: number) => number): Fit {
  if (fit.kind === 'shrink') return { ...fit, minSizeUm: across(fit.minSizeUm) }
  return fit.kind === 'wrap' ? { ...fit, lineHeightUm: across(fit.lineHeightUm) } : fit
}

type PointMap = (point: readonly [number, number]) => [number, number]

/** A gradient lies on the card, not in its element: it goes along. */
function mapPaint(paint: Paint, { point, even }: { point: PointMap; even: number }): Paint {
  if (typeof paint === 'string') return paint
  if (paint.kind === 'linear') return { ...paint, from: point(paint.from), to: point(paint.to) }
  if (paint.kind === 'radial')
    return { ...paint, centre: point(paint.centre), radiusUm: length(even * paint.radiusUm) }
  return paint
}

/** Path data of absolute M, L, C and Z commands, point by point. */
function mapPath(d: string, point: PointMap): string {
  const parts: string[] = []
  let x: number | undefined
  for (const [token] of d.matchAll(/[MLCZ]|-?\d*\.?\d+/g)) {
    if (/[MLCZ]/.test(token)) parts.push(token)
    else if (x === undefined) x = Number(token)
    else {
      const [px, py] = point([x, Number(token)])
      const isFirst = /[MLC]/.test(parts.at(-1) ?? '')
      parts.push(`${isFirst ? '' : ' '}${px} ${py}`)
      x = undefined
    }
  }
  return parts.join('')
}
