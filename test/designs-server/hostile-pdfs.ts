import { deflateSync } from 'node:zlib'

/** One page from these objects, without a directory: a reader has to look for what it needs. */
const pdf = (page: string, ...objects: (string | Buffer)[]): Buffer =>
  Buffer.concat(
    [
      '%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n',
      '2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n',
      `3 0 obj<</Type/Page/Parent 2 0 R${page}>>endobj\n`,
      ...objects.flatMap((object, i) => [`${i + 4} 0 obj`, object, 'endobj\n']),
      'trailer<</Root 1 0 R>>\n%%EOF',
    ].map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  )

const stream = (dictionary: string, bytes: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`<<${dictionary}/Length ${bytes.length}>>stream\n`),
    bytes,
    Buffer.from('\nendstream '),
  ])

const CARD = '/MediaBox[0 0 243 153]'
const drawing = (operators: string) => stream('', Buffer.from(operators))
const packed = (megabytes: number, byte: string) => deflateSync(Buffer.alloc(megabytes * 1_000_000, byte))

/** PDFs that would fill a browser's memory, draw without end or break what reads their fonts. */
export const hostilePdfs: Readonly<Record<string, Buffer>> = {
  'content that unpacks to 400 MB': pdf(
    `${CARD}/Contents 4 0 R`,
    stream('/Filter/FlateDecode', packed(400, ' ')),
  ),
  'content packed twice, to 400 MB': pdf(
    `${CARD}/Contents 4 0 R`,
    stream('/Filter[/FlateDecode/FlateDecode]', deflateSync(packed(400, ' '))),
  ),
  'a picture of 3,600 megapixels': pdf(
    `${CARD}/Contents 4 0 R/Resources<</XObject<</A 5 0 R>>>>`,
    drawing('243 0 0 153 0 0 cm /A Do'),
    stream(
      '/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode',
      packed(40, '\x55'),
    ),
  ),
  'a page of kilometres': pdf('/MediaBox[0 0 9e9 1]/Contents 4 0 R', drawing('0 0 9e9 1 re f')),
  'a form that draws itself': pdf(
    `${CARD}/Contents 4 0 R/Resources<</XObject<</A 5 0 R>>>>`,
    drawing('/A Do '.repeat(50)),
    stream('/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 5 0 R>>>>', Buffer.from('/A Do '.repeat(50))),
  ),
  'pages that hold themselves': pdf('', '<</Type/Pages/Count 9999999/Kids[2 0 R 4 0 R 3 0 R]>>'),
  'a broken typeface': pdf(
    `${CARD}/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>`,
    drawing('BT /F 30 Tf 20 90 Td (card) Tj ET'),
    '<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 0/LastChar 9/Widths[-1 9e99]/FontDescriptor 6 0 R>>',
    '<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 0 0]/FontFile2 7 0 R>>',
    stream('/Length1 99999999', Buffer.from('\0\x01\0\0\xff\xff'.repeat(500), 'latin1')),
  ),
  'a script that opens with it': pdf(
    `${CARD}/Contents 4 0 R/AA<</O<</S/JavaScript/JS(app.alert(1))>>>>`,
    drawing('1 0 0 rg 9 9 99 99 re f'),
  ),
}
