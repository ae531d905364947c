import type { CardCounts } from '../../api/cards.ts'

/** Cards that are finished, wherever they are now. */
export const encodedOf = ({ ready, allocated, handedOver }: CardCounts) => ready + allocated + handedOver
