import { loadFonts } from '../fonts/load-fonts.ts'
import type { CardData } from './card-data.ts'
import type { Design } from './design.ts'
import type { FontBook } from './font-book.ts'
import { layoutPages } from './layout-pages.ts'
import { openPdf } from './paint-pdf.ts'
import type { PressProfile } from './pdf-kit.ts'
import type { PrinterProfile } from './sheet.ts'

export interface CardsPdfOptions {
  /** how far the printer misses; exact when absent */
  profile?: PrinterProfile | undefined
  /** the press that the file is made for */
  press?: PressProfile | undefined
  fonts?: FontBook
  createdAt?: Date
}

/**
 * Front and back of each card, one side a page, trimmed size plus bleed. The file comes in pieces while cards are read,
 * so that neither is ever held whole. Throws `DesignError` at the first card that cannot be printed as designed.
 */
export async function* renderCardsPdf(
  design: Design,
  cards: AsyncIterable<CardData> | Iterable<CardData>,
  { profile, press, fonts = loadFonts(), createdAt }: CardsPdfOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const pagesOf = layoutPages(design, { fonts, profile })
  const file = openPdf({ title: design.name.en, language: 'zh-CN', createdAt, press }, fonts)
  for await (const card of cards) {
    for (const page of pagesOf([card])) file.addPage(page)
    yield* file.take()
  }
  yield* await file.end()
}
