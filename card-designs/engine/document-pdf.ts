import { loadFonts } from '../fonts/load-fonts.ts'
import type { DocumentPdf } from './document.ts'
import type { FontBook } from './font-book.ts'
import { layoutDocument } from './layout-document.ts'
import { openPdf } from './paint-pdf.ts'

/** A report or receipt, or several of one kind after another, as one PDF. A sign that no typeface has prints as 〓; an unencodable symbol throws `DesignError`. */
export async function renderDocumentPdf(
  documents: DocumentPdf | readonly [DocumentPdf, ...DocumentPdf[]],
  { fonts = loadFonts(), createdAt }: { fonts?: FontBook; createdAt?: Date } = {},
): Promise<Uint8Array> {
  const all = 'blocks' in documents ? ([documents] as const) : documents
  const [{ title, language }] = all
  const file = openPdf({ title, language, createdAt }, fonts)
  for (const document of all) for (const page of layoutDocument(document, fonts)) file.addPage(page)
  const chunks: Uint8Array[] = []
  for await (const chunk of file.end()) chunks.push(chunk)
  return Buffer.concat(chunks)
}
