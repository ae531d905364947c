import type { DesignElement } from '../../../../../card-designs/engine/design.ts'
import { mapElement, shift } from './map-element.ts'
import {
  changeable,
  chosen,
  elementsOf,
  idsOf,
  mapTree,
  withElements,
  withFreshIds,
  type Scene,
} from './tree.ts'

/** What was copied, as it stood on its side. */
export type Clipping = readonly DesignElement[]

const MOST_ELEMENTS = 500
/** Far enough to be seen beside its original. */
const BESIDE_UM = 2_000

export const copy = (scene: Scene): Clipping => chosen(scene).map(({ element }) => element)

/** Adds elements on top of the side and chooses them; nothing where the side would have too many. */
export function add(scene: Scene, elements: Clipping): Scene {
  const taken = new Set(idsOf(elementsOf(scene)))
  const added = elements.map((element) => withFreshIds(element, taken))
  if (added.length === 0 || taken.size > MOST_ELEMENTS) return scene
  return {
    ...withElements(scene, [...elementsOf(scene), ...added]),
    selection: added.map(({ id }) => id),
  }
}

/** Pastes at the same place of another side, a little aside where the original stands. */
export function paste(scene: Scene, clipping: Clipping): Scene {
  const here = new Set(elementsOf(scene).map((element) => JSON.stringify(withoutId(element))))
  const isTaken = clipping.some((element) => here.has(JSON.stringify(withoutId(element))))
  return add(
    scene,
    clipping.map((element) => {
      const free = { ...element }
      delete free.locked
      return isTaken ? mapElement(free, shift(BESIDE_UM, BESIDE_UM)) : free
    }),
  )
}

const withoutId = (element: DesignElement): object => ({ ...element, id: '', locked: false })

export const duplicate = (scene: Scene): Scene => paste(scene, copy(scene))

/** Takes what is chosen off the card, but what is locked; groups that are left empty go too. */
export function remove(scene: Scene): Scene {
  const ids = new Set(changeable(scene).map(({ element }) => element.id))
  if (ids.size === 0) return scene
  const elements = mapTree(elementsOf(scene), (element) => (ids.has(element.id) ? undefined : element))
  const kept = mapTree(elements, (element) =>
    element.type === 'group' && element.elements.length === 0 ? undefined : element,
  )
  return { ...withElements(scene, kept), selection: scene.selection.filter((id) => !ids.has(id)) }
}
