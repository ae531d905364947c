import { ID1, type Box, type Design, type Side, type Zone } from './design.ts'
import { DesignError } from './design-error.ts'
import { boxThrough } from './matrix.ts'
import type { Matrix } from './display-list.ts'

export interface Ground {
  design: Design
  side: Side
  /** Leads from the element's coordinates to the card's. */
  matrix: Matrix
}

const isInsideSafeArea = ({ safeUm }: Pick<Design, 'safeUm'>, box: Box): boolean =>
  box.xUm >= safeUm &&
  box.yUm >= safeUm &&
  box.xUm + box.widthUm <= ID1.widthUm - safeUm &&
  box.yUm + box.heightUm <= ID1.heightUm - safeUm

export const overlaps = (one: Box, other: Box): boolean =>
  one.xUm < other.xUm + other.widthUm &&
  other.xUm < one.xUm + one.widthUm &&
  one.yUm < other.yUm + other.heightUm &&
  other.yUm < one.yUm + one.heightUm

/** The zone that a box stands on though it must not: letters may stand on the bump that a chip makes, symbols may not. */
const zoneUnder = (zones: readonly Zone[], box: Box, what: 'text' | 'symbol'): Zone | undefined =>
  zones.find(({ kind, box: zone }) => (kind !== 'chip' || what === 'symbol') && overlaps(box, zone))

/** Throws `outside-safe-area` or `zone-violated`. */
export function keepFree(
  { design, side, matrix }: Ground,
  { id, what, box }: { id: string; what: 'text' | 'symbol'; box: Box },
): void {
  const onCard = boxThrough(matrix, box)
  if (!isInsideSafeArea(design, onCard))
    throw new DesignError('outside-safe-area', `It stands within ${design.safeUm} µm of the edge.`, id)
  const zone = zoneUnder(design[side].zones, onCard, what)
  if (zone) throw new DesignError('zone-violated', `It stands on the ${zone.kind} zone.`, id)
}
