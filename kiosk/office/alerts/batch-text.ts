import type { CardState } from '../../api/cards.ts'
import { useText } from '../batches/texts.ts'

/** A card's state in the words that batches have for it. */
export function useBatchText(): (state: string) => string {
  const text = useText()
  return (state) => text(`card.${state as CardState}`)
}
