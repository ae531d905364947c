import type { CardData } from './card-data.ts'
import type { Box, Design, DesignElement, Language, Side } from './design.ts'
import type { DesignErrorCode } from './design-error.ts'
import type { Matrix } from './display-list.ts'
import { elementBox } from './element-box.ts'
import type { FontBook } from './font-book.ts'

/**
 * What is wrong with one element. `error`: it cannot be printed so; `warning`: it can, and somebody has to look. Codes
 * beside those of `DesignErrorCode`:
 * - `quiet-zone-disturbed` — “Other artwork stands in the light margin that a scanner needs around this symbol.”
 * - `contrast-low` — “The symbol is too pale for its ground; a scanner may not read it.” (`percent`, `leastPercent`)
 * - `resolution-low` — “The picture has too few pixels for its size.” (`dpi`, `leastDpi`)
 * - `text-small` — “Letters of this size run together in print.” (`sizeUm`, `leastUm`)
 * - `stroke-thin` — “A line as thin as this breaks up in print.” (`widthUm`, `leastUm`)
 * - `bleed-short` — “The artwork touches the cut without reaching the bleed: a white edge may show.”
 * - `inks-heavy` — “More ink than a card takes: it smears.” (`percent`, `mostPercent`)
 */
export interface DesignFault {
  code: DesignErrorCode | (typeof furtherCodes)[number]
  severity: 'error' | 'warning'
  elementId: string
  side: Side
  /** Where on the card; µm. */
  rect: Box
  params: Readonly<Record<string, string | number>>
}

const furtherCodes = [
  'quiet-zone-disturbed',
  'contrast-low',
  'resolution-low',
  'text-small',
  'stroke-thin',
  'bleed-short',
  'inks-heavy',
] as const

/** One side, checked with one card's data. */
export interface CheckGround {
  design: Design
  side: Side
  language: Language
  fonts: FontBook
  data: CardData
}

export type Leaf = Exclude<DesignElement, { type: 'group' }>

export const faultAt = (
  { side }: CheckGround,
  element: DesignElement,
  matrix: Matrix,
  what: Pick<DesignFault, 'code' | 'severity' | 'params'>,
): DesignFault => ({ ...what, elementId: element.id, side, rect: elementBox(element, matrix) })
