import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { formOf, headOf, rowsOf } from '../../server/imports/source.ts'
import { UnreadableFile } from '../../server/imports/unreadable.ts'
import { memoryFile } from './memory-file.ts'

async function allRows(content: string | Uint8Array) {
  const file = memoryFile(content)
  const form = await formOf(file)
  const rows = []
  for await (const row of rowsOf(file, form)) rows.push(row)
  return { form, rows }
}

const troubleOf = async (content: string | Uint8Array): Promise<string> => {
  try {
    const file = memoryFile(content)
    const form = await formOf(file)
    await headOf(file, form, 1)
    for await (const _ of rowsOf(file, form));
    return 'none'
  } catch (error) {
    if (error instanceof UnreadableFile) return error.trouble
    throw error
  }
}

/** 会员号,手机号 in GB18030. */
const gb18030 = Buffer.from('bbe1d4b1bac52cbca6d6f7bbe1d4b10a31320a', 'hex')

test.each([
  ['UTF-8', '姓名,积分\n王芳,5\n', 'utf-8', ','],
  ['UTF-8 with its mark, as Excel saves it', '\uFEFF姓名,积分\r\n王芳,5\r\n', 'utf-8', ','],
  ['semicolons', '姓名;积分\n王芳;5\n', 'utf-8', ';'],
  ['tabs', '姓名\t积分\n王芳\t5\n', 'utf-8', '\t'],
  ['columns by spaces', '  姓名   积分\n  王芳      5\n', 'utf-8', 'spaces'],
  [
    'UTF-16, as Excel saves Unicode text',
    Buffer.from('\uFEFF姓名\t积分\r\n王芳\t5\r\n', 'utf16le'),
    'utf-16le',
    '\t',
  ],
])('%s is known by itself', async (_, content, encoding, delimiter) => {
  const { form, rows } = await allRows(content)
  expect(form).toEqual({ kind: 'delimited', encoding, delimiter })
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['姓名', '积分'],
    ['王芳', '5'],
  ])
})

test('what is no UTF-8 is read as GB18030', async () => {
  const { form, rows } = await allRows(gb18030)
  expect(form).toMatchObject({ encoding: 'gb18030' })
  expect(rows[0]?.cells[0]).toBe('会员号')
})

test('quotes hold separators and line ends; lines are those of an editor; empty ones are passed over', async () => {
  const { rows } = await allRows('a,b\n"x, y","two\nlines"\n\n,,\nlast,"say ""yes"""\n')
  expect(rows).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 3, cells: ['x, y', 'two\nlines'] },
    { line: 6, cells: ['last', 'say "yes"'] },
  ])
})

test.each([
  ['nothing but line ends', '\n\n\n', 'file-empty'],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0xd, 0xff, 0xfe, 0xff]), 'file-not-text'],
  ['an old XLS', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'file-old-excel'],
  ['a quote that is never closed', `a,b\n"${'x'.repeat(200)}`, 'file-quote-open'],
  ['a row without an end', `a,b\n"${'x'.repeat(200_000)}`, 'file-row-too-long'],
  ['300 columns', `${'a,'.repeat(300)}\n`, 'file-too-wide'],
  ['a ZIP of something else', zipSync({ 'readme.txt': strToU8('hello') }), 'file-no-sheet'],
  ['half a ZIP', zipSync({ 'xl/workbook.xml': strToU8('hello') }).subarray(0, 40), 'file-broken'],
])('%s is refused in words', async (_, content, trouble) => {
  expect(await troubleOf(content)).toBe(trouble)
})

const BOOK = `<workbook xmlns:r="r"><workbookPr date1904="DATE1904"/><sheets><sheet name="会员" sheetId="1" r:id="rId3"/><sheet name="b" sheetId="2" r:id="rId4"/></sheets></workbook>`
const RELATIONS = `<Relationships><Relationship Id="rId4" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Target="worksheets/sheet1.xml"/></Relationships>`
const STRINGS = `<sst><si><t>会员号</t></si><si><r><t>王</t></r><r><t>芳 &amp; co</t></r><rPh><t>wang</t></rPh></si></sst>`

const workbook = (sheet: string, { date1904 = '0', strings = STRINGS } = {}) =>
  zipSync({
    'xl/workbook.xml': strToU8(BOOK.replace('DATE1904', date1904)),
    'xl/_rels/workbook.xml.rels': strToU8(RELATIONS),
    'xl/sharedStrings.xml': strToU8(strings),
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${sheet}</sheetData></worksheet>`),
  })

test('the first sheet of a workbook is read with its own row numbers; gaps are empty cells', async () => {
  const { form, rows } = await allRows(
    workbook(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>金额</t></is></c></row>
      <row r="5"><c r="A5" t="s"><v>1</v></c><c r="B5"><v>35431</v></c><c r="C5"><v>0.30000000000000004</v></c></row>
      <row r="6"><c r="A6"/></row>
      <row r="7"><c r="A7"><v>1.3812345678E10</v></c></row>`),
  )
  expect(form).toEqual({ kind: 'workbook', sheet: 'xl/worksheets/sheet1.xml', isFrom1904: false })
  expect(rows).toEqual([
    { line: 1, cells: ['会员号', '', '金额'] },
    { line: 5, cells: ['王芳 & co', '35431', '0.3'] },
    { line: 7, cells: ['13812345678'] },
  ])
})

test('a formula counts as what it came to; one without a result and an error are named', async () => {
  const { rows } = await allRows(
    workbook(
      `<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>HYPERLINK("x")</f></c><c r="C1" t="e"><v>#N/A</v></c></row>`,
    ),
  )
  expect(rows).toEqual([
    {
      line: 1,
      cells: ['2', '', '#N/A'],
      broken: new Map([
        [1, 'formula-without-result'],
        [2, 'cell-error'],
      ]),
    },
  ])
})

test('a workbook of 1904 says so', async () => {
  const { form } = await allRows(workbook(`<row r="1"><c r="A1"><v>1</v></c></row>`, { date1904: '1' }))
  expect(form).toMatchObject({ isFrom1904: true })
})

test('a sheet that unpacks to a thousand times its size is not read', async () => {
  expect(await troubleOf(workbook(' '.repeat(8_000_000)))).toBe('file-bomb')
  expect(
    await troubleOf(workbook('<row r="1"><c r="A1"><v>1</v></c></row>', { strings: ' '.repeat(8_000_000) })),
  ).toBe('file-bomb')
})

const LONG = Array.from({ length: 700_000 }, (_, index) => index).join(' ')

test.each([
  ['one text', `<si><t>${LONG}</t></si>`],
  ['a comment', `<!--${LONG}-->`],
  ['tags within tags', `${'<a>'.repeat(101)}${'</a>'.repeat(101)}`],
])('a workbook that would fill the memory is not read: %s', async (_, inside) => {
  const sheet = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
  expect(await troubleOf(workbook(sheet, { strings: `<sst>${inside}</sst>` }))).toBe('file-bomb')
})

test('rows of a workbook that say the same number, or none, stand one below the other', async () => {
  const sheet = ['3', '3', 'x', '-1', '9'].map((own) => `<row r="${own}"><c><v>1</v></c></row>`)
  const { rows } = await allRows(workbook(sheet.join('')))
  expect(rows.map(({ line }) => line)).toEqual([3, 4, 5, 6, 9])
})

test('entities that a document defines are not unfolded', async () => {
  const strings = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>`
  expect(await troubleOf(workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', { strings }))).toBe(
    'file-broken',
  )
})
