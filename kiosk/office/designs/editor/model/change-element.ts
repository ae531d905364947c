import type { DesignElement } from '../../../../../card-designs/engine/design.ts'
import { chosen, changeChosen, elementsOf, mapTree, withElements, type Scene } from './tree.ts'

/** Gives one element other properties; a property that is undefined is taken away. Locked ones stay as they are. */
export const change = (scene: Scene, id: string, properties: object): Scene =>
  changeChosen({ ...scene, selection: [id] }, (element) => assign(element, properties))

export const rename = (scene: Scene, id: string, name: string): Scene =>
  replace(scene, id, (element) => assign(element, { name: name.trim() === '' ? undefined : name.trim() }))

/** Locks what is chosen, or sets it free. */
export function setLocked(scene: Scene, isLocked: boolean): Scene {
  const ids = new Set(chosen(scene).map(({ element }) => element.id))
  const elements = mapTree(elementsOf(scene), (element) =>
    ids.has(element.id) ? assign(element, { locked: isLocked ? true : undefined }) : element,
  )
  return elements === elementsOf(scene) ? scene : withElements(scene, elements)
}

function replace(scene: Scene, id: string, make: (element: DesignElement) => DesignElement): Scene {
  return withElements(
    scene,
    mapTree(elementsOf(scene), (element) => (element.id === id ? make(element) : element)),
  )
}

function assign(element: DesignElement, properties: object): DesignElement {
  const changed: Record<string, unknown> = { ...element, ...properties }
  for (const [name, value] of Object.entries(changed)) if (value === undefined) delete changed[name]
  return changed as unknown as DesignElement
}
