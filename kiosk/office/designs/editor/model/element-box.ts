import type { Box, DesignElement, TextElement } from '../../../../../card-designs/engine/design.ts'
import { boxAround, boxThrough, matrixOf } from '../../../../../card-designs/engine/matrix.ts'
import { pointsOf } from '../../../../../card-designs/engine/path-data.ts'

/** How far letters reach over and under their baseline, as the layout has it: thousandths of the type size. */
const ASCENT = 880
const LETTER = 1_120

/** What an element covers, upright, in the coordinates of whatever holds it; whole micrometres. */
export function boxOf(element: DesignElement): Box {
  return whole(coveredBy(element))
}

/** The upright box around all of them; undefined for none. */
export function boxAroundAll(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined
  return boxAround(
    boxes.flatMap(({ xUm, yUm, widthUm, heightUm }): [number, number][] => [
      [xUm, yUm],
      [xUm + widthUm, yUm + heightUm],
    ]),
  )
}

function coveredBy(element: DesignElement): Box {
  switch (element.type) {
    case 'text':
      return textBox(element)
    case 'microtext': {
      const { xUm, baselineUm, widthUm, sizeUm } = element
      return { xUm, yUm: baselineUm - (ASCENT * sizeUm) / 1000, widthUm, heightUm: (LETTER * sizeUm) / 1000 }
    }
    case 'shape':
      return boxAround(pointsOf(element.d))
    case 'line':
      return boxAround([element.from, element.to])
    case 'guilloche':
      return guillocheBox(element.guilloche)
    case 'group': {
      const inner = boxAroundAll(element.elements.map(boxOf))
      return inner ? boxThrough(matrixOf(element.transform), inner) : { ...NOWHERE }
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

const NOWHERE: Box = { xUm: 0, yUm: 0, widthUm: 0, heightUm: 0 }

function textBox({ xUm, baselineUm, widthUm, sizeUm, fit, writing }: TextElement): Box {
  const further = fit.kind === 'wrap' ? (fit.maxLines - 1) * fit.lineHeightUm : 0
  if (writing === 'vertical')
    return { xUm: xUm - sizeUm / 2 - further, yUm: baselineUm, widthUm: sizeUm + further, heightUm: widthUm }
  return {
    xUm,
    yUm: baselineUm - (ASCENT * sizeUm) / 1000,
    widthUm,
    heightUm: (LETTER * sizeUm) / 1000 + further,
  }
}

function guillocheBox(guilloche: Extract<DesignElement, { type: 'guilloche' }>['guilloche']): Box {
  if (guilloche.kind === 'ribbon') return guilloche.box
  const [x, y] = guilloche.centre
  const { outerUm } = guilloche
  return { xUm: x - outerUm, yUm: y - outerUm, widthUm: 2 * outerUm, heightUm: 2 * outerUm }
}

const whole = ({ xUm, yUm, widthUm, heightUm }: Box): Box => ({
  xUm: Math.round(xUm),
  yUm: Math.round(yUm),
  widthUm: Math.round(widthUm),
  heightUm: Math.round(heightUm),
})
