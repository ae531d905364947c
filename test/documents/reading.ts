import { run, withFile } from '../designs/support/raster.ts'

/** What poppler reads from a PDF, pages parted by form feeds. */
export const textOf = (pdf: Uint8Array): string =>
  withFile(pdf, 'document.pdf', (path) => run('pdftotext', '-layout', path, '-'))

export const pagesOf = (pdf: Uint8Array): number =>
  Number(/Pages: +(\d+)/.exec(withFile(pdf, 'document.pdf', (path) => run('pdfinfo', path)))?.[1])
