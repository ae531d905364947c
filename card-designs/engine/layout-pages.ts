import type { CardData } from './card-data.ts'
import { sides, type Design } from './design.ts'
import type { DisplayList } from './display-list.ts'
import type { FontBook } from './font-book.ts'
import { layoutDesign } from './layout.ts'
import { cardsASheet, corrected, layoutSheet, type PrinterProfile, type SheetPlan } from './sheet.ts'

export interface PageLook {
  /** how far the printer misses; exact when absent */
  profile?: PrinterProfile | undefined
  /** how cards stand on sheets; a side a page when absent */
  plan?: SheetPlan | undefined
}

/** The pages of some cards, front and back, as this printer needs them; throws `DesignError`. */
export function layoutPages(
  design: Design,
  { fonts, profile, plan }: PageLook & { fonts: FontBook },
): (cards: readonly CardData[]) => Iterable<DisplayList> {
  const layout = layoutDesign(design, fonts)
  function* single(cards: readonly CardData[]) {
    for (const card of cards)
      for (const side of sides) {
        const page = layout(side, card)
        yield profile ? corrected(page, profile[side]) : page
      }
  }
  function* sheets(cards: readonly CardData[], on: SheetPlan) {
    const many = cardsASheet(on)
    for (let first = 0; first < cards.length; first += many) {
      const placed = cards.slice(first, first + many)
      yield* layoutSheet(
        on,
        placed.map((card) => ({ front: layout('front', card), back: layout('back', card) })),
        profile,
      )
    }
  }
  return (cards) => (plan ? sheets(cards, plan) : single(cards))
}
