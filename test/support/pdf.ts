/** Pages of a PDF whose page objects are not packed. */
export const pageCount = (pdf: Buffer): number =>
  [...pdf.toString('latin1').matchAll(/\/Type\s*\/Page\b/g)].length
