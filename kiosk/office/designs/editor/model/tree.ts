import {
  elementsWithin,
  type Box,
  type Design,
  type DesignElement,
  type GroupElement,
  type Side,
} from '../../../../../card-designs/engine/design.ts'
import type { Matrix } from '../../../../../card-designs/engine/display-list.ts'
import { boxThrough, IDENTITY, matrixOf, multiply } from '../../../../../card-designs/engine/matrix.ts'
import { boxOf } from './element-box.ts'

/** What commands work on: a side of a design, and what of it is chosen. */
export interface Scene {
  design: Design
  side: Side
  /** ids, in the order in which they were chosen */
  selection: readonly string[]
}

export interface Found {
  element: DesignElement
  /** the groups around it, outermost first */
  parents: readonly GroupElement[]
}

export const elementsOf = ({ design, side }: Pick<Scene, 'design' | 'side'>): DesignElement[] =>
  design[side].elements

export const withElements = <S extends Scene>(scene: S, elements: DesignElement[]): S => ({
  ...scene,
  design: { ...scene.design, [scene.side]: { ...scene.design[scene.side], elements } },
})

export function findElement(elements: readonly DesignElement[], id: string): Found | undefined {
  for (const element of elements) {
    if (element.id === id) return { element, parents: [] }
    if (element.type !== 'group') continue
    const within = findElement(element.elements, id)
    if (within) return { ...within, parents: [element, ...within.parents] }
  }
  return undefined
}

/** Puts whatever `change` answers in place of each element; what it leaves as it is keeps its identity. */
export function mapTree(
  elements: DesignElement[],
  change: (element: DesignElement) => DesignElement | undefined,
): DesignElement[] {
  let isSame = true
  const mapped = elements.flatMap((element) => {
    const changed = change(element)
    const whole = changed?.type === 'group' && changed === element ? withChildren(changed, change) : changed
    if (whole !== element) isSame = false
    return whole ? [whole] : []
  })
  return isSame ? elements : mapped
}

function withChildren(
  group: GroupElement,
  change: (element: DesignElement) => DesignElement | undefined,
): GroupElement {
  const elements = mapTree(group.elements, change)
  return elements === group.elements ? group : { ...group, elements }
}

/** Leads from the coordinates inside these groups to the card's. */
const matrixThrough = (parents: readonly GroupElement[]): Matrix =>
  parents.reduce((matrix, { transform }) => multiply(matrix, matrixOf(transform)), IDENTITY)

export const boxOnCard = ({ element, parents }: Found): Box =>
  boxThrough(matrixThrough(parents), boxOf(element))

/** A step on the card as a step inside these groups. */
export function stepWithin(
  parents: readonly GroupElement[],
  [x, y]: readonly [number, number],
): [number, number] {
  const [a, b, c, d] = matrixThrough(parents)
  const determinant = a * d - b * c
  return [(d * x - c * y) / determinant, (a * y - b * x) / determinant]
}

/** The chosen elements that are there, without those inside another chosen one, from back to front. */
export function chosen(scene: Scene): Found[] {
  const ids = new Set(scene.selection)
  return [...elementsWithin(elementsOf(scene))].flatMap(({ id }) => {
    if (!ids.has(id)) return []
    const found = findElement(elementsOf(scene), id)
    return found && !found.parents.some((parent) => ids.has(parent.id)) ? [found] : []
  })
}

/** Those that may be changed: neither locked nor inside what is. */
export const changeable = (scene: Scene): Found[] =>
  chosen(scene).filter(({ element, parents }) => !element.locked && !parents.some(({ locked }) => locked))

/** Changes the chosen elements that may be changed; the scene itself where that is none of them. */
export function changeChosen<S extends Scene>(
  scene: S,
  change: (element: DesignElement, found: Found) => DesignElement,
): S {
  const found = new Map(changeable(scene).map((one) => [one.element.id, one]))
  if (found.size === 0) return scene
  const elements = mapTree(elementsOf(scene), (element) => {
    const one = found.get(element.id)
    return one ? change(element, one) : element
  })
  return withElements(scene, elements)
}

/** An id that no element of the side has: `text-2`. */
export function freshId(taken: Iterable<string>, base: string): string {
  const ids = new Set(taken)
  const stem = base.replace(/-\d+$/, '').slice(0, 32)
  if (!ids.has(stem)) return stem
  let number = 2
  while (ids.has(`${stem}-${number}`)) number++
  return `${stem}-${number}`
}

export const idsOf = (elements: readonly DesignElement[]): string[] =>
  [...elementsWithin(elements)].map(({ id }) => id)

/** A copy of an element, and of all that it holds, under ids that nobody has; adds them to `taken`. */
export function withFreshIds(element: DesignElement, taken: Set<string>): DesignElement {
  const id = freshId(taken, element.id)
  taken.add(id)
  return element.type === 'group'
    ? { ...element, id, elements: element.elements.map((child) => withFreshIds(child, taken)) }
    : { ...element, id }
}
