import { loadFonts } from '../fonts/load-fonts.ts'
import type { CardData } from './card-data.ts'
import type { Design, Side } from './design.ts'
import type { FontBook } from './font-book.ts'
import { layoutDesign } from './layout.ts'
import { paintSvg, type SvgOptions } from './paint-svg.ts'

/** One side of one card as a self-contained SVG, from the same layout as the print; throws `DesignError`. */
export function paintCardSvg(
  design: Design,
  side: Side,
  data: CardData,
  { fonts = loadFonts(), ...options }: SvgOptions & { fonts?: FontBook } = {},
): string {
  return paintSvg(layoutDesign(design, fonts)(side, data), fonts, options)
}
