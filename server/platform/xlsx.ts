import { strToU8, zipSync } from 'fflate'

export interface Sheet {
  name: string
  /** numbers stay numbers; text is never read as a formula */
  rows: readonly (readonly (string | number)[])[]
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** What XML 1.0 §2.2 has no place for is left out. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** A sheet's name has 31 characters at most, and none of `[]:*?/\` (ECMA-376 §18.2.19). */
const sheetName = (name: string): string => escaped(name.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31))

const cell = (value: string | number): string =>
  typeof value === 'number'
    ? `<c><v>${value}</v></c>`
    : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`

const worksheet = ({ rows }: Sheet): string =>
  `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${rows
    .map((row) => `<row>${row.map(cell).join('')}</row>`)
    .join('')}</sheetData></worksheet>`

/** A workbook as Excel and others read it (ECMA-376): plain sheets, text inline, no style. */
export function xlsx(sheets: readonly Sheet[]): Uint8Array {
  const parts = sheets.map((sheet, index) => ({ sheet, number: index + 1 }))
  const all = (write: (part: (typeof parts)[number]) => string): string => parts.map(write).join('')
  const files: Record<string, string> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>${all(({ number }) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${TYPE}.worksheet+xml"/>`)}</Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${all(({ sheet, number }) => `<sheet name="${sheetName(sheet.name)}" sheetId="${number}" r:id="r${number}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${all(({ number }) => `<Relationship Id="r${number}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${number}.xml"/>`)}</Relationships>`,
  }
  for (const { sheet, number } of parts) files[`xl/worksheets/sheet${number}.xml`] = worksheet(sheet)
  const mtime = '2000-01-01T00:00:00Z' // the same content is the same file
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])), {
    mtime,
  })
}
