import type { DesignElement, GroupElement } from '../../../../../card-designs/engine/design.ts'
import { matrixOf, multiply, rotation } from '../../../../../card-designs/engine/matrix.ts'
import { boxOf } from './element-box.ts'
import { mapElement, place, shift } from './map-element.ts'
import { changeable, changeChosen, elementsOf, freshId, idsOf, withElements, type Scene } from './tree.ts'

/** The schema's: an element lies within four groups at most. */
const DEEPEST = 4

const depthOf = (element: DesignElement): number =>
  element.type === 'group' ? 1 + Math.max(0, ...element.elements.map(depthOf)) : 0

/** Whether what is chosen can be made one group: elements of one level, and not too deep in groups already. */
export function canGroup(scene: Scene): boolean {
  const found = changeable(scene)
  const levels = new Set(found.map(({ parents }) => parents.at(-1)?.id))
  const around = found[0]?.parents.length ?? 0
  const within = Math.max(0, ...found.map(({ element }) => depthOf(element)))
  return found.length > 0 && levels.size === 1 && around + within + 1 <= DEEPEST
}

/** Makes what is chosen one group, at the place of its topmost element, and chooses that. */
export function group(scene: Scene): Scene {
  if (!canGroup(scene)) return scene
  const picked = new Set(changeable(scene).map(({ element }) => element.id))
  const id = freshId(idsOf(elementsOf(scene)), 'group')
  const elements = groupIn(elementsOf(scene), picked, id)
  return { ...withElements(scene, elements), selection: [id] }
}

function groupIn(elements: DesignElement[], picked: ReadonlySet<string>, id: string): DesignElement[] {
  const held = elements.filter((element) => picked.has(element.id))
  const last = held.at(-1)
  if (!last)
    return elements.map((element) =>
      element.type === 'group' ? { ...element, elements: groupIn(element.elements, picked, id) } : element,
    )
  const made: GroupElement = { type: 'group', id, elements: held }
  return elements.flatMap((element) => {
    if (element === last) return [made]
    return picked.has(element.id) ? [] : [element]
  })
}

/** Takes chosen groups apart; what they hold keeps its place on the card, and is chosen. */
export function ungroup(scene: Scene): Scene {
  const groups = new Set(
    changeable(scene)
      .filter(({ element }) => element.type === 'group')
      .map(({ element }) => element.id),
  )
  if (groups.size === 0) return scene
  const taken = new Set(idsOf(elementsOf(scene)))
  const freed: string[] = []
  const open = (elements: DesignElement[]): DesignElement[] =>
    elements.flatMap((element) => {
      if (element.type !== 'group') return [element]
      if (!groups.has(element.id)) return [{ ...element, elements: open(element.elements) }]
      const out = element.elements.map((child) => through(element, child, taken))
      freed.push(...out.map(({ id }) => id))
      return out
    })
  return { ...withElements(scene, open(elementsOf(scene))), selection: freed }
}

/** An element as it stands outside its group: what was turned or scaled goes on in a group of its own. */
function through(
  { transform, when, language }: GroupElement,
  child: DesignElement,
  taken: Set<string>,
): DesignElement {
  const shown: DesignElement = {
    ...child,
    ...(when && { when: [...when, ...(child.when ?? [])].slice(0, 10) }),
    ...(language && { language }),
  }
  if (!transform) return shown
  const { xUm, yUm, rotationDeg, scale } = transform
  if (rotationDeg === 0 && scale === 1) return mapElement(shown, shift(xUm, yUm))
  if (shown.type === 'group') {
    const own = shown.transform ?? { xUm: 0, yUm: 0, rotationDeg: 0, scale: 1 }
    const [, , , , x, y] = multiply(matrixOf(transform), matrixOf(own))
    return {
      ...shown,
      transform: {
        xUm: place(x),
        yUm: place(y),
        rotationDeg: turn(rotationDeg + own.rotationDeg),
        scale: Math.max(0.05, Math.min(20, scale * own.scale)),
      },
    }
  }
  const id = freshId(taken, 'group')
  taken.add(id)
  return { type: 'group', id, transform, elements: [shown] }
}

/** From −180 (left out) to 180 degrees, tenths at the finest. */
export function turn(degrees: number): number {
  const rest = (((degrees % 360) + 540) % 360) - 180
  const fine = Math.round(rest * 10) / 10
  return fine === -180 ? 180 : fine
}

export const rotationOf = (element: DesignElement): number =>
  element.type === 'group' ? (element.transform?.rotationDeg ?? 0) : 0

/**
 * Turns each chosen element about its own centre, clockwise, to an angle. Only groups turn: any other element is put
 * into one of its own, which is chosen in its place, and comes out of it again at nought.
 */
export function rotateTo(scene: Scene, degrees: number): Scene {
  const found = changeable(scene)
  const isTooDeep = found.some(
    ({ element, parents }) => element.type !== 'group' && parents.length >= DEEPEST,
  )
  if (found.length === 0 || isTooDeep) return scene
  const taken = new Set(idsOf(elementsOf(scene)))
  const renamed = new Map<string, string>()
  const turned = changeChosen(scene, (element) => {
    const frame = element.type === 'group' ? element : framed(element, taken)
    const made = turnGroup(frame, degrees)
    renamed.set(element.id, made.id)
    return made
  })
  return { ...turned, selection: scene.selection.map((id) => renamed.get(id) ?? id) }
}

/** Whether a group does nothing but turn its one element, and so can go when it turns nothing. */
export const isFrame = (element: DesignElement): element is GroupElement =>
  element.type === 'group' &&
  element.elements.length === 1 &&
  element.elements[0]?.type !== 'group' &&
  element.name === undefined &&
  element.when === undefined &&
  element.language === undefined

function framed(element: DesignElement, taken: Set<string>): GroupElement {
  const id = freshId(taken, 'turn')
  taken.add(id)
  return { type: 'group', id, elements: [element] }
}

function turnGroup(frame: GroupElement, degrees: number): DesignElement {
  const angle = turn(degrees)
  const [only] = frame.elements
  const { xUm = 0, yUm = 0, rotationDeg = 0, scale = 1 } = frame.transform ?? {}
  const box = boxOf(frame)
  const [cx, cy] = [box.xUm + box.widthUm / 2, box.yUm + box.heightUm / 2]
  const [a, b, c, d] = rotation(angle - rotationDeg)
  const [dx, dy] = [xUm - cx, yUm - cy]
  const moved = {
    xUm: place(a * dx + c * dy + cx),
    yUm: place(b * dx + d * dy + cy),
  }
  if (angle === 0 && scale === 1 && only && isFrame(frame))
    return mapElement(only, shift(moved.xUm, moved.yUm))
  return { ...frame, transform: { ...moved, rotationDeg: angle, scale } }
}
