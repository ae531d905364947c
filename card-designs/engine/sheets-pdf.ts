import { loadFonts } from '../fonts/load-fonts.ts'
import type { CardData } from './card-data.ts'
import type { Design } from './design.ts'
import type { DisplayList } from './display-list.ts'
import type { FontBook } from './font-book.ts'
import { layoutPages } from './layout-pages.ts'
import { layoutDesign } from './layout.ts'
import { layoutCalibration, layoutProof } from './measure-sheets.ts'
import { openPdf } from './paint-pdf.ts'
import type { PressProfile } from './pdf-kit.ts'
import { cardsASheet, type PrinterProfile, type SheetPlan } from './sheet.ts'

export interface SheetsPdfOptions {
  plan: SheetPlan
  profile?: PrinterProfile | undefined
  /** the press that the file is made for */
  press?: PressProfile | undefined
  fonts?: FontBook
  createdAt?: Date
}

/** Cards many to a sheet, in the order given, piece by piece as `renderCardsPdf`; throws `DesignError`. */
export async function* renderSheetsPdf(
  design: Design,
  cards: AsyncIterable<CardData> | Iterable<CardData>,
  { plan, profile, press, fonts = loadFonts(), createdAt }: SheetsPdfOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const pagesOf = layoutPages(design, { fonts, profile, plan })
  const file = openPdf({ title: design.name.en, language: 'zh-CN', createdAt, press }, fonts)
  let waiting: CardData[] = []
  function* print() {
    for (const page of pagesOf(waiting)) file.addPage(page)
    waiting = []
    yield* file.take()
  }
  for await (const card of cards) {
    waiting.push(card)
    if (waiting.length === cardsASheet(plan)) yield* print()
  }
  if (waiting.length > 0) yield* print()
  yield* await file.end()
}

/** The sheet on which a printer's profile is measured. */
export const renderCalibrationPdf = (
  plan: SheetPlan,
  { fonts = loadFonts(), createdAt }: { fonts?: FontBook; createdAt?: Date } = {},
): Promise<Uint8Array> => wholePdf({ title: 'Calibration', fonts, createdAt }, layoutCalibration(plan, fonts))

/** One page with both sides of a card in true size and their measures. */
export function renderProofPdf(
  design: Design,
  card: CardData,
  { fonts = loadFonts(), createdAt }: { fonts?: FontBook; createdAt?: Date } = {},
): Promise<Uint8Array> {
  const layout = layoutDesign(design, fonts)
  const sides = { front: layout('front', card), back: layout('back', card) }
  return wholePdf({ title: design.name.en, fonts, createdAt }, [layoutProof(design, sides, fonts)])
}

async function wholePdf(
  { title, fonts, createdAt }: { title: string; fonts: FontBook; createdAt: Date | undefined },
  pages: readonly DisplayList[],
): Promise<Uint8Array> {
  const file = openPdf({ title, language: 'zh-CN', createdAt }, fonts)
  for (const page of pages) file.addPage(page)
  const pieces = file.take()
  return Buffer.concat([...pieces, ...(await file.end())])
}
