import { bind, holds, type CardData } from './card-data.ts'
import { luminanceOf } from './colour.ts'
import { faultAt, type CheckGround, type DesignFault, type Leaf } from './design-fault.ts'
import type { Box, DesignElement, SymbolElement } from './design.ts'
import { DesignError } from './design-error.ts'
import type { Matrix } from './display-list.ts'
import { elementBox } from './element-box.ts'
import { overlaps } from './keep-free.ts'
import { boxThrough, IDENTITY, matrixOf, multiply } from './matrix.ts'
import { symbologyRules } from './symbologies.ts'
import { drawSymbol } from './symbols.ts'

/** ISO/IEC 15415 and 15416 grade a symbol A from 70 % of contrast. */
const LEAST_CONTRAST_PERCENT = 70

/** What a scanner needs around and behind each symbol. */
export function checkSymbols(ground: CheckGround): DesignFault[] {
  const flat = [...flatten(ground.design[ground.side].elements, IDENTITY, ground)]
  return flat.flatMap(({ element, matrix }, i) => {
    if (element.type !== 'symbol') return []
    const light = symbolGround(flat.slice(0, i), boxThrough(matrix, element.box))
    const faults: DesignFault[] = []
    const contrast = Math.round((light - luminanceOf(element.colour)) * 100)
    if (contrast < LEAST_CONTRAST_PERCENT)
      faults.push(
        faultAt(ground, element, matrix, {
          code: 'contrast-low',
          severity: 'error',
          params: { percent: contrast, leastPercent: LEAST_CONTRAST_PERCENT },
        }),
      )
    const quiet = quietBox(element, ground.data)
    const isDisturbed = flat
      .slice(i + 1)
      .some((other) => quiet && overlaps(elementBox(other.element, other.matrix), boxThrough(matrix, quiet)))
    if (isDisturbed)
      faults.push(
        faultAt(ground, element, matrix, { code: 'quiet-zone-disturbed', severity: 'error', params: {} }),
      )
    return faults
  })
}

interface Placed {
  element: Leaf
  matrix: Matrix
}

function* flatten(
  elements: readonly DesignElement[],
  matrix: Matrix,
  ground: CheckGround,
): Generator<Placed> {
  for (const element of elements) {
    if (element.language !== undefined && element.language !== ground.language) continue
    if (!holds(element.when, ground.data)) continue
    if (element.type === 'group')
      yield* flatten(element.elements, multiply(matrix, matrixOf(element.transform)), ground)
    else yield { element, matrix }
  }
}

/** The symbol with its quiet zone, less than its box where the box is roomier; undefined where it cannot be drawn. */
function quietBox(element: SymbolElement, data: CardData): Box | undefined {
  try {
    const drawn = drawSymbol(element, bind(element.content, data, element.id))
    const { quiet, linear } = symbologyRules[element.symbology]
    const margin = quiet * drawn.moduleWidthUm
    return {
      xUm: drawn.xUm - margin,
      yUm: drawn.yUm - (linear ? 0 : margin),
      widthUm: drawn.columns * drawn.moduleWidthUm + 2 * margin,
      heightUm: drawn.rows * drawn.moduleHeightUm + (linear ? 0 : 2 * margin),
    }
  } catch (error) {
    if (error instanceof DesignError) return undefined
    throw error
  }
}

/** How light the darkest is that lies directly behind a symbol: the last opaque shape that covers it, else white plastic. */
function symbolGround(below: readonly Placed[], box: Box): number {
  for (const { element, matrix } of below.toReversed()) {
    const own = elementBox(element, matrix)
    if (!overlaps(own, box)) continue
    if (!('fill' in element) || element.fill === undefined) continue
    if (element.opacity !== undefined && element.opacity < 0.5) continue
    const covers =
      own.xUm <= box.xUm &&
      own.yUm <= box.yUm &&
      own.xUm + own.widthUm >= box.xUm + box.widthUm &&
      own.yUm + own.heightUm >= box.yUm + box.heightUm
    const { fill } = element
    if (typeof fill === 'object' && fill.kind === 'spot') continue
    const colours =
      typeof fill === 'string' || fill.kind === 'cmyk' ? [fill] : fill.stops.map(([, colour]) => colour)
    const darkest = Math.min(...colours.map(luminanceOf))
    if (covers || darkest < 0.5) return darkest
  }
  return 1
}
