import { ID1, type Box, type DesignElement } from '../../../../../card-designs/engine/design.ts'
import { boxOf } from '../model/element-box.ts'
import { boxOnCard, type Found } from '../model/tree.ts'

/** A ground that fills the card: a press on it means the card, so that it does not slip away; the list of layers has it. */
export function isGround(element: DesignElement): boolean {
  const box = boxOf(element)
  return (
    box.xUm <= 0 &&
    box.yUm <= 0 &&
    box.xUm + box.widthUm >= ID1.widthUm &&
    box.yUm + box.heightUm >= ID1.heightUm
  )
}

/** The innermost, topmost element of a group at a place on the card. */
export function innermostAt(found: Found, [x, y]: readonly [number, number]): DesignElement | undefined {
  const { element, parents } = found
  if (element.type !== 'group') return holds(boxOnCard(found), x, y) ? element : undefined
  for (const child of element.elements.toReversed()) {
    const hit = innermostAt({ element: child, parents: [...parents, element] }, [x, y])
    if (hit) return hit
  }
  return undefined
}

const holds = ({ xUm, yUm, widthUm, heightUm }: Box, x: number, y: number) =>
  x >= xUm && x <= xUm + widthUm && y >= yUm && y <= yUm + heightUm
