import type { CardCounts } from '../../api/cards.ts'

/** Cards that are finished, wherever they are now. */
export const encodedOf = ({ ready, boxed, onTheWay, allocated, handedOver }: CardCounts) =>
  ready + boxed + onTheWay + allocated + handedOver
