import type { CardData } from '../../../../../card-designs/engine/card-data.ts'
import { DesignError } from '../../../../../card-designs/engine/design-error.ts'
import type { Design, DesignElement, Side } from '../../../../../card-designs/engine/design.ts'
import type { FontBook } from '../../../../../card-designs/engine/font-book.ts'
import { layoutDesign } from '../../../../../card-designs/engine/layout.ts'
import { paintSvg } from '../../../../../card-designs/engine/paint-svg.ts'

export interface ElementPicture {
  /** the inside of an SVG in micrometres; empty where nothing can be drawn */
  svg: string
  isBroken: boolean
}

interface Canvas {
  design: Design
  side: Side
  data: CardData
  fonts: FontBook
  /** begins every id in the picture */
  idPrefix: string
}

/**
 * One element as print has it, whatever stands around it. Places that print would refuse (on a zone, outside the safe
 * area) are the checker's to name: here the element is shown where it stands.
 */
export function paintElement(canvas: Canvas, element: DesignElement): ElementPicture {
  try {
    return { svg: draw(canvas, element), isBroken: false }
  } catch (error) {
    if (!(error instanceof DesignError)) throw error
  }
  try {
    return { svg: draw(canvas, lenient(element)), isBroken: true }
  } catch (error) {
    if (!(error instanceof DesignError)) throw error
    return { svg: '', isBroken: true }
  }
}

/** Lies outside every card that may be: no place is too near the edge. */
const ANYWHERE_UM = -1_000_000

function draw({ design, side, data, fonts, idPrefix }: Canvas, element: DesignElement): string {
  const alone: Design = { ...design, safeUm: ANYWHERE_UM, [side]: { zones: [], elements: [element] } }
  const svg = paintSvg(layoutDesign(alone, fonts)(side, data), fonts, { edge: 'bleed', idPrefix })
  return svg.slice(svg.indexOf('>') + 1, svg.lastIndexOf('</svg>'))
}

/** The same with less asked of it: text that may be cut short, symbols that may be fine. */
function lenient(element: DesignElement): DesignElement {
  if (element.type === 'group') return { ...element, elements: element.elements.map(lenient) }
  if (element.type === 'symbol') return { ...element, minModuleUm: 1 }
  if (element.type !== 'text') return element
  return {
    ...element,
    fit: element.fit.kind === 'wrap' ? { ...element.fit, maxLines: 60 } : { kind: 'ellipsis' },
  }
}
