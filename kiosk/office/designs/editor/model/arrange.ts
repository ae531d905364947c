import { ID1, type Box, type DesignElement } from '../../../../../card-designs/engine/design.ts'
import { boxAroundAll, boxOf } from './element-box.ts'
import { mapBetween, mapElement, shift } from './map-element.ts'
import {
  boxOnCard,
  changeable,
  changeChosen,
  elementsOf,
  stepWithin,
  withElements,
  type Found,
  type Scene,
} from './tree.ts'

export const edges = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const
export type Edge = (typeof edges)[number]

const CARD: Box = { xUm: 0, yUm: 0, widthUm: ID1.widthUm, heightUm: ID1.heightUm }

/** Moves what is chosen by a step on the card, micrometres. */
export const moveBy = (scene: Scene, xUm: number, yUm: number): Scene =>
  changeChosen(scene, (element, { parents }) =>
    mapElement(element, shift(...stepWithin(parents, [xUm, yUm]))),
  )

/** Sets one element's box, in its own coordinates. */
export const setBox = (scene: Scene, box: Box): Scene =>
  changeChosen(scene, (element) => mapElement(element, mapBetween(boxOf(element), box)))

/** Stretches what is chosen together from one box on the card into another. */
export function resizeTo(scene: Scene, from: Box, to: Box): Scene {
  const map = mapBetween(from, to)
  return changeChosen(scene, (element, found) => {
    if (found.parents.length === 0 && element.type !== 'group') return mapElement(element, map)
    const old = boxOnCard(found)
    const even = Math.min(map.scaleX, map.scaleY)
    const grown = mapElement(element, aboutCorner(boxOf(element), even))
    const now = boxOnCard({ ...found, element: grown })
    const [xUm, yUm] = [map.scaleX * old.xUm + map.moveX, map.scaleY * old.yUm + map.moveY]
    return mapElement(grown, shift(...stepWithin(found.parents, [xUm - now.xUm, yUm - now.yUm])))
  })
}

const aboutCorner = (box: Box, scale: number) =>
  mapBetween(box, { ...box, widthUm: box.widthUm * scale, heightUm: box.heightUm * scale })

/** How much less or more than nothing a box must keep. */
const SMALLEST_UM = 100

/** Widens and heightens what is chosen, to the right and below. */
export function growBy(scene: Scene, widthUm: number, heightUm: number): Scene {
  const box = boxAroundAll(changeable(scene).map(boxOnCard))
  if (!box) return scene
  return resizeTo(scene, box, {
    ...box,
    widthUm: box.widthUm === 0 ? 0 : Math.max(SMALLEST_UM, box.widthUm + widthUm),
    heightUm: box.heightUm === 0 ? 0 : Math.max(SMALLEST_UM, box.heightUm + heightUm),
  })
}

/** Lines up what is chosen: a single element at the card, several at the box around them, or at the card on demand. */
export function align(scene: Scene, edge: Edge, to: 'card' | 'each-other'): Scene {
  const boxes = changeable(scene).map(boxOnCard)
  const around = to === 'card' || boxes.length < 2 ? CARD : (boxAroundAll(boxes) ?? CARD)
  return moveEach(scene, (found) => stepToEdge(boxOnCard(found), around, edge))
}

function stepToEdge(box: Box, around: Box, edge: Edge): [number, number] {
  const [spareX, spareY] = [around.widthUm - box.widthUm, around.heightUm - box.heightUm]
  const [x, y] = [around.xUm - box.xUm, around.yUm - box.yUm]
  switch (edge) {
    case 'left':
      return [x, 0]
    case 'centre':
      return [x + spareX / 2, 0]
    case 'right':
      return [x + spareX, 0]
    case 'top':
      return [0, y]
    case 'middle':
      return [0, y + spareY / 2]
    case 'bottom':
      return [0, y + spareY]
  }
}

/** Makes the gaps between three or more alike; the first and last stay. */
export function distribute(scene: Scene, axis: 'x' | 'y'): Scene {
  const start = (box: Box) => (axis === 'x' ? box.xUm : box.yUm)
  const size = (box: Box) => (axis === 'x' ? box.widthUm : box.heightUm)
  const sorted = changeable(scene)
    .map((found) => ({ id: found.element.id, box: boxOnCard(found) }))
    .toSorted((one, other) => start(one.box) - start(other.box))
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (!first || !last || sorted.length < 3) return scene
  const taken = sorted.reduce((sum, { box }) => sum + size(box), 0)
  const gap = (start(last.box) + size(last.box) - start(first.box) - taken) / (sorted.length - 1)
  const steps = new Map<string, number>()
  let next = start(first.box)
  for (const { id, box } of sorted) {
    steps.set(id, next - start(box))
    next += size(box) + gap
  }
  return moveEach(scene, ({ element }) => {
    const step = steps.get(element.id) ?? 0
    return axis === 'x' ? [step, 0] : [0, step]
  })
}

const moveEach = (scene: Scene, stepFor: (found: Found) => [number, number]): Scene =>
  changeChosen(scene, (element, found) =>
    mapElement(element, shift(...stepWithin(found.parents, stepFor(found)))),
  )

export type Order = 'front' | 'forward' | 'backward' | 'back'

/** Brings what is chosen over or under its fellows, each inside its own group. */
export function reorder(scene: Scene, order: Order): Scene {
  const ids = new Set(changeable(scene).map(({ element }) => element.id))
  const elements = reorderIn(elementsOf(scene), ids, order)
  return elements === elementsOf(scene) ? scene : withElements(scene, elements)
}

function reorderIn(elements: DesignElement[], ids: ReadonlySet<string>, order: Order): DesignElement[] {
  const within = elements.map((element) => {
    if (element.type !== 'group') return element
    const inner = reorderIn(element.elements, ids, order)
    return inner === element.elements ? element : { ...element, elements: inner }
  })
  const ordered = within.some(({ id }) => ids.has(id)) ? orderOf(within, ids, order) : within
  return ordered.every((element, i) => element === elements[i]) ? elements : ordered
}

function orderOf(elements: DesignElement[], ids: ReadonlySet<string>, order: Order): DesignElement[] {
  const picked = elements.filter(({ id }) => ids.has(id))
  const others = elements.filter(({ id }) => !ids.has(id))
  if (order === 'front') return [...others, ...picked]
  if (order === 'back') return [...picked, ...others]
  const stepped = order === 'forward' ? elements.toReversed() : [...elements]
  for (let i = 1; i < stepped.length; i++) {
    const [before, here] = [stepped[i - 1], stepped[i]]
    if (before && here && ids.has(here.id) && !ids.has(before.id)) stepped.splice(i - 1, 2, here, before)
  }
  return order === 'forward' ? stepped.toReversed() : stepped
}
