/** What a spreadsheet would run as a formula; full-width signs count, as Excel reads them so too (OWASP, CSV injection). */
const FORMULA = /^[\s]*[=+\-@＝＋－＠|%]|^[\t\r\n]/

/** A figure below nothing stays one. */
const NUMBER = /^-\d+(\.\d+)?$/

/** One field as RFC 4180 §2 has it, with an apostrophe before what would run. */
function csvField(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One row, with its end. */
export const csvRow = (fields: readonly string[]): string => `${fields.map(csvField).join(',')}\r\n`

/** UTF-8 with a mark at the beginning, without which Excel takes Chinese for something else. */
export const csv = (rows: readonly (readonly string[])[]): string => `\uFEFF${rows.map(csvRow).join('')}`
