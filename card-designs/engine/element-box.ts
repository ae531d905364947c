import type { DesignElement } from './design-elements.ts'
import type { Box } from './design-paint.ts'
import type { Matrix } from './display-list.ts'
import { boxAround, boxThrough, IDENTITY, matrixOf, multiply } from './matrix.ts'
import { pointsOf } from './path-data.ts'
import { lineBox } from './text-lines.ts'

/** The upright box that an element takes up on the card, as the editor frames it and the checker points at it; µm. */
export function elementBox(element: DesignElement, outer: Matrix = IDENTITY): Box {
  if (element.type !== 'group') return boxThrough(outer, ownBox(element))
  const matrix = multiply(outer, matrixOf(element.transform))
  return boxAround(
    element.elements.flatMap((child) => {
      const { xUm, yUm, widthUm, heightUm } = elementBox(child, matrix)
      return [[xUm, yUm] as const, [xUm + widthUm, yUm + heightUm] as const]
    }),
  )
}

function ownBox(element: Exclude<DesignElement, { type: 'group' }>): Box {
  switch (element.type) {
    case 'text':
      return textBox(element)
    case 'microtext':
      return lineBox(element)
    case 'shape':
      return boxAround(pointsOf(element.d))
    case 'line':
      return boxAround([element.from, element.to])
    case 'guilloche': {
      const { guilloche } = element
      if (guilloche.kind === 'ribbon') return guilloche.box
      const {
        centre: [x, y],
        outerUm,
      } = guilloche
      return { xUm: x - outerUm, yUm: y - outerUm, widthUm: 2 * outerUm, heightUm: 2 * outerUm }
    }
    case 'rect':
    case 'ellipse':
    case 'rainbow':
    case 'symbol':
    case 'image':
    case 'photo':
      return element.box
  }
}

function textBox(element: Extract<DesignElement, { type: 'text' }>): Box {
  const { xUm, baselineUm, widthUm, sizeUm, fit } = element
  const further = fit.kind === 'wrap' ? (fit.maxLines - 1) * fit.lineHeightUm : 0
  if (element.writing === 'vertical')
    return {
      xUm: xUm - sizeUm / 2 - further,
      yUm: baselineUm,
      widthUm: sizeUm + further,
      heightUm: widthUm,
    }
  const first = lineBox({ xUm, baselineUm, widthUm, sizeUm })
  return { ...first, heightUm: first.heightUm + further }
}
