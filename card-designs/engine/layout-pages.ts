import type { CardData } from './card-data.ts'
import { sides, type Design } from './design.ts'
import type { DisplayList } from './display-list.ts'
import type { FontBook } from './font-book.ts'
import { layoutDesign } from './layout.ts'
import { corrected, type PrinterProfile } from './sheet.ts'

/** The pages of single cards, front and back, as this printer needs them; throws `DesignError`. */
export function layoutPages(
  design: Design,
  { fonts, profile }: { fonts: FontBook; profile: PrinterProfile | undefined },
): (card: CardData) => DisplayList[] {
  const layout = layoutDesign(design, fonts)
  return (card) =>
    sides.map((side) => {
      const page = layout(side, card)
      return profile ? corrected(page, profile[side]) : page
    })
}
