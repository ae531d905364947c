import { checkSymbols } from './check-symbols.ts'
import { faultAt, type CheckGround, type DesignFault, type Leaf } from './design-fault.ts'
import { sides, type Asset, type Design, type DesignElement, type Solid, type Spot } from './design.ts'
import { languages } from './design-elements.ts'
import { DesignError } from './design-error.ts'
import type { Matrix } from './display-list.ts'
import type { FontBook } from './font-book.ts'
import { layoutElement } from './layout-element.ts'
import { boxThrough, IDENTITY, matrixOf, multiply } from './matrix.ts'
import { frame, pixelSize } from './picture.ts'
import { worstData, type WorstValue } from './worst-data.ts'

export interface CheckOptions {
  /** Replaces the worst values of fields. */
  worst?: Readonly<Record<string, WorstValue>>
}

/** Every fault of a design, with the worst data in both languages; never throws for what a design or its data says. */
export function checkDesign(design: Design, fonts: FontBook, { worst }: CheckOptions = {}): DesignFault[] {
  const faults: DesignFault[] = []
  for (const language of languages) {
    const data = worstData(design, language, worst)
    for (const side of sides) {
      const ground = { design, side, language, fonts, data }
      faults.push(...checkElements(ground, design[side].elements, IDENTITY))
      faults.push(...checkSymbols(ground))
    }
  }
  return unlike(faults)
}

/** The same fault in both languages is told once. */
function unlike(faults: readonly DesignFault[]): DesignFault[] {
  const seen = new Map<string, DesignFault>()
  for (const fault of faults) {
    const name = `${fault.side} ${fault.elementId} ${fault.code}`
    if (!seen.has(name)) seen.set(name, fault)
  }
  return [...seen.values()]
}

function checkElements(
  ground: CheckGround,
  elements: readonly DesignElement[],
  matrix: Matrix,
): DesignFault[] {
  return elements.flatMap((element) => {
    if (element.language !== undefined && element.language !== ground.language) return []
    if (element.type === 'group')
      return checkElements(ground, element.elements, multiply(matrix, matrixOf(element.transform)))
    const found = tryLayout(ground, element, matrix)
    return found ? [found] : checkLook(ground, element, matrix)
  })
}

function tryLayout(ground: CheckGround, element: Leaf, matrix: Matrix): DesignFault | undefined {
  try {
    layoutElement({ ...ground, matrix }, element)
    return undefined
  } catch (error) {
    if (!(error instanceof DesignError)) throw error
    return faultAt(ground, element, matrix, { code: error.code, severity: 'error', params: {} })
  }
}

/** Type below 4 pt and lines below a tenth of a millimetre are for microtext and guilloches alone. */
const LEAST = { textUm: 1_200, strokeUm: 35, dpi: 250 } as const
/** ISO 12647-2 allows 300 to 330 % on coated stock; PVC takes less. */
const MOST_INK_PERCENT = 280

function checkLook(ground: CheckGround, element: Leaf, matrix: Matrix): DesignFault[] {
  const scale = Math.hypot(matrix[0], matrix[1])
  const faults: DesignFault[] = []
  const warn = (code: DesignFault['code'], params: DesignFault['params']) =>
    faults.push(faultAt(ground, element, matrix, { code, severity: 'warning', params }))
  if (element.type === 'text' && element.sizeUm * scale < LEAST.textUm)
    warn('text-small', { sizeUm: Math.round(element.sizeUm * scale), leastUm: LEAST.textUm })
  const stroke = 'stroke' in element ? element.stroke : undefined
  if (stroke && stroke.widthUm * scale < LEAST.strokeUm)
    warn('stroke-thin', { widthUm: Math.round(stroke.widthUm * scale), leastUm: LEAST.strokeUm })
  const dpi = resolutionOf(ground, element, scale)
  if (dpi !== undefined && dpi < LEAST.dpi)
    warn('resolution-low', { dpi: Math.round(dpi), leastDpi: LEAST.dpi })
  const percent = inkOf(element)
  if (percent > MOST_INK_PERCENT) warn('inks-heavy', { percent, mostPercent: MOST_INK_PERCENT })
  if (fallsShortOfBleed(ground, element, matrix)) warn('bleed-short', { bleedUm: ground.design.bleedUm })
  return faults
}

function resolutionOf({ design }: CheckGround, element: Leaf, scale: number): number | undefined {
  if (element.type !== 'image') return undefined
  const asset: Asset | undefined = design.assets[element.asset]
  if (!asset) return undefined
  const size = pixelSize(asset, element.id)
  const shown = frame(element.box, size, element.framing ?? 'stretch')
  const inches = (um: number) => (um * scale) / 25_400
  return Math.min(size.width / inches(shown.widthUm), size.height / inches(shown.heightUm))
}

/** The most ink, of all four together, in any colour of an element. */
function inkOf(element: Leaf): number {
  const paints = [
    'fill' in element ? element.fill : undefined,
    'stroke' in element ? element.stroke?.paint : undefined,
    'paint' in element ? element.paint : undefined,
    'colour' in element ? element.colour : undefined,
  ]
  const colours = paints.flatMap((paint): (Solid | Spot)[] => {
    if (typeof paint !== 'object') return []
    return paint.kind === 'linear' || paint.kind === 'radial'
      ? paint.stops.map(([, colour]) => colour)
      : [paint]
  })
  return Math.max(
    0,
    ...colours.map((colour) =>
      typeof colour === 'object' && colour.kind === 'cmyk' ? colour.c + colour.m + colour.y + colour.k : 0,
    ),
  )
}

/** A ground that reaches a cut edge must reach the bleed as well. */
function fallsShortOfBleed({ design }: CheckGround, element: Leaf, matrix: Matrix): boolean {
  if (element.type !== 'rect' && element.type !== 'image') return false
  if (design.bleedUm === 0) return false
  const { xUm, yUm, widthUm, heightUm } = boxThrough(matrix, element.box)
  const edges: [number, number][] = [
    [-xUm, 0],
    [-yUm, 0],
    [xUm + widthUm, 85_600],
    [yUm + heightUm, 53_980],
  ]
  return edges.some(([reach, cut]) => reach >= cut - 200 && reach < cut + design.bleedUm)
}
