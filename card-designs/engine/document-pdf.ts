import { loadFonts } from '../fonts/load-fonts.ts'
import type { DocumentPdf } from './document.ts'
import type { FontBook } from './font-book.ts'
import { layoutDocument } from './layout-document.ts'
import { openPdf } from './paint-pdf.ts'

interface DocumentOptions {
  fonts?: FontBook
  createdAt?: Date
}

/** A report or receipt as one PDF. A sign that no typeface has prints as 〓; an unencodable symbol throws `DesignError`. */
export const renderDocumentPdf = (
  document: DocumentPdf,
  options: DocumentOptions = {},
): Promise<Uint8Array> => renderDocumentsPdf(document, [document], options)

/** Several of one kind after another in one PDF. */
export async function renderDocumentsPdf(
  { title, language }: Pick<DocumentPdf, 'title' | 'language'>,
  documents: readonly DocumentPdf[],
  { fonts = loadFonts(), createdAt }: DocumentOptions = {},
): Promise<Uint8Array> {
  const file = openPdf({ title, language, createdAt }, fonts)
  for (const document of documents) for (const page of layoutDocument(document, fonts)) file.addPage(page)
  const pieces = file.take()
  return Buffer.concat([...pieces, ...(await file.end())])
}
