import type { View } from '../bench.ts'
import { sceneOf, type Editor } from '../model/editor.ts'
import type { SnapField } from '../model/snap.ts'
import { boxOnCard, elementsOf } from '../model/tree.ts'
import { guidesOf } from '../model/zones.ts'

/** How near, in pixels, a line draws what is moved. */
const REACH_PX = 6

/** What something that is moved snaps to: everything in sight but itself. */
export function snapFieldOf(
  editor: Editor,
  view: View,
  { umPerPx, without }: { umPerPx: number; without: readonly string[] },
): SnapField {
  const scene = sceneOf(editor)
  const own = new Set(without)
  return {
    safeUm: scene.design.safeUm,
    others: elementsOf(scene)
      .filter(({ id }) => !own.has(id) && !editor.hidden.has(id))
      .map((element) => boxOnCard({ element, parents: [] })),
    guides: guidesOf(scene),
    gridUm: view.gridUm,
    reachUm: REACH_PX * umPerPx,
  }
}
