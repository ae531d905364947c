import { bindingsOf, holds, isBound, languageOf, type CardData } from './card-data.ts'
import {
  ID1,
  type Design,
  type DesignElement,
  type GroupElement,
  type Language,
  type Side,
} from './design.ts'
import type { DisplayItem, DisplayList, FixedItem, Matrix } from './display-list.ts'
import type { FontBook } from './font-book.ts'
import { layoutElement, textOf } from './layout-element.ts'
import { IDENTITY, matrixOf, multiply } from './matrix.ts'

/** Lays out one side of one card; throws `DesignError` rather than leaving anything out. */
export type CardLayout = (side: Side, data: CardData) => DisplayList

/** Lays out what every card of a design shares, once a language, and answers with the layout of single cards. */
export function layoutDesign(design: Design, fonts: FontBook): CardLayout {
  const laidOut = new Map<string, Part[]>()
  const partsFor = (side: Side, language: Language): Part[] => {
    const name = `${side}-${language}`
    let parts = laidOut.get(name)
    if (!parts) {
      let count = 0
      const planner = { design, side, language, fonts, nextKey: () => `${name}-${count++}` }
      parts = planParts(planner, design[side].elements, IDENTITY)
      laidOut.set(name, parts)
    }
    return parts
  }
  return (side, data) => ({
    ...ID1,
    bleedUm: design.bleedUm,
    items: fill(partsFor(side, languageOf(data)), data),
  })
}

type Part = FixedItem | ((data: CardData) => DisplayItem[])

const fill = (parts: readonly Part[], data: CardData): DisplayItem[] =>
  parts.flatMap((part) => (typeof part === 'function' ? part(data) : [part]))

interface Planner {
  design: Design
  side: Side
  language: Language
  fonts: FontBook
  nextKey: () => string
}

/** Draws what is fixed at once, neighbours together, and leaves the rest to each card. */
function planParts(planner: Planner, elements: readonly DesignElement[], matrix: Matrix): Part[] {
  const parts: Part[] = []
  for (const element of elements) {
    if (element.language !== undefined && element.language !== planner.language) continue
    const part = planElement(planner, element, matrix)
    const last = parts.at(-1)
    if (typeof part === 'function') parts.push(part)
    else if (last && typeof last !== 'function') last.items = [...last.items, ...part]
    else parts.push({ kind: 'fixed', key: planner.nextKey(), items: part })
  }
  return parts
}

/** Items that never change, or what draws them for one card. */
function planElement(
  planner: Planner,
  element: DesignElement,
  matrix: Matrix,
): DisplayItem[] | ((data: CardData) => DisplayItem[]) {
  const draw =
    element.type === 'group' ? planGroup(planner, element, matrix) : planLeaf(planner, element, matrix)
  if (element.when === undefined) return draw
  const drawn: Part =
    typeof draw === 'function' ? draw : { kind: 'fixed', key: planner.nextKey(), items: draw }
  return (data) => (holds(element.when, data) ? fill([drawn], data) : [])
}

function planGroup(planner: Planner, { transform, elements }: GroupElement, outer: Matrix) {
  const matrix = matrixOf(transform)
  const parts = planParts(planner, elements, multiply(outer, matrix))
  const wrap = (items: DisplayItem[]): DisplayItem[] => [{ kind: 'group', matrix, items }]
  if (parts.some((part) => typeof part === 'function')) return (data: CardData) => wrap(fill(parts, data))
  return wrap(parts.flatMap((part) => (typeof part === 'function' ? [] : [...part.items])))
}

/** A fixed element names no field, so that it can be drawn for a card that has none. */
const NO_CARD: CardData = { cardNumber: '', qr: '', securityCode: '' }

function planLeaf(planner: Planner, element: Exclude<DesignElement, GroupElement>, matrix: Matrix) {
  const { design, side, language, fonts } = planner
  const place = (data: CardData) => layoutElement({ design, side, matrix, fonts, data }, element)
  if (element.type === 'photo' || isBound(templateOf(element, language))) return place
  return place({ ...NO_CARD, language })
}

/** The text of an element in which fields may be named. */
export function templateOf(element: DesignElement, language: Language): string {
  if (element.type === 'symbol') return element.content
  if (element.type === 'microtext') return element.text
  return element.type === 'text' ? textOf(element.text, { language }) : ''
}

/** The fields that an element takes from a card's data, its condition's included. */
export function fieldsOf(element: DesignElement, language: Language): string[] {
  const asked = (element.when ?? []).map(({ field }) => field)
  const named = bindingsOf(templateOf(element, language)).map(({ field }) => field)
  return [...asked, ...named, ...(element.type === 'photo' ? [element.field] : [])]
}
