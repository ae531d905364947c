import { expect, test } from 'vitest'
import type { DocumentBlock, DocumentPdf } from '../../card-designs/engine/document.ts'
import { renderDocumentPdf } from '../../card-designs/engine/document-pdf.ts'
import { rasterise, readSymbols, run, withFile } from './support/raster.ts'

const report = (...blocks: DocumentBlock[]): DocumentPdf => ({
  format: 'a4',
  language: 'zh-CN',
  title: '夜间结算单 Evening count',
  blocks,
})

const textOf = (pdf: Uint8Array) =>
  withFile(pdf, 'document.pdf', (path) => run('pdftotext', '-layout', path, '-'))
const infoOf = (pdf: Uint8Array) => withFile(pdf, 'document.pdf', (path) => run('pdfinfo', path))

test('a report says everything it was given, in Chinese and English', async () => {
  const pdf = await renderDocumentPdf({
    ...report(
      { kind: 'heading', text: '今日小结' },
      { kind: 'key-values', rows: [{ key: '展位 Booth', value: '一层中庭 A' }] },
      {
        kind: 'table',
        columns: [
          { title: '品名 Item', weight: 3 },
          { title: '实点 Counted', weight: 1, align: 'right' },
        ],
        rows: [['贵宾金卡', '22']],
        total: ['合计', '22'],
      },
      { kind: 'paragraph', text: 'One gift was damaged.', tone: 'note' },
      { kind: 'signatures', names: ['点数人', '复核人'] },
    ),
    footer: '锦城百货',
  })
  const text = textOf(pdf)
  for (const part of [
    '夜间结算单',
    '今日小结',
    '展位 Booth',
    '一层中庭 A',
    '品名 Item',
    '贵宾金卡',
    '22',
    '合计',
    'One gift was damaged.',
  ])
    expect(text).toContain(part)
  for (const part of ['点数人', '复核人', '锦城百货']) expect(text).toContain(part)
  expect(text).toMatch(/1 ?\/ ?1/)
  expect(infoOf(pdf)).toMatch(/Page size: +595\.\d+ x 841\.\d+ pts \(A4\)/)
})

test('a table that is longer than a page repeats its head and loses no row', async () => {
  const rows = Array.from({ length: 120 }, (_, i) => [`礼品 ${i + 1}`, String(i + 1)])
  const columns = [
    { title: '品名', weight: 3 },
    { title: '件数', weight: 1 },
  ]
  const text = textOf(await renderDocumentPdf(report({ kind: 'table', columns, rows })))
  const pages = text.split('\f').filter((page) => page.trim() !== '')
  expect(pages.length).toBeGreaterThan(2)
  for (const page of pages) expect(page).toContain('件数')
  expect(text.match(/礼品 \d+/g)).toHaveLength(120)
})

test('a long paragraph goes on overleaf without losing a character', async () => {
  const pdf = await renderDocumentPdf(report({ kind: 'paragraph', text: '锦'.repeat(3_000) }))
  expect(textOf(pdf).match(/锦/g)).toHaveLength(3_000)
})

test('a sign that no typeface has prints as a geta mark', async () => {
  expect(textOf(await renderDocumentPdf(report({ kind: 'paragraph', text: '谢谢😀' })))).toContain('谢谢〓')
})

test('a table row taller than a page is refused', async () => {
  const columns = [{ title: '事由', weight: 1 }]
  const tall = report({ kind: 'table', columns, rows: [['长'.repeat(4_000)]] })
  await expect(renderDocumentPdf(tall)).rejects.toMatchObject({ code: 'text-too-long' })
})

test('a receipt is one page of 80 mm, as long as it needs, with a symbol that scans', async () => {
  const content = 'https://vip.example/r/0192f3a0-7c1e-7000-8000-000000000000'
  const receipt = (lines: number): DocumentPdf => ({
    format: 'receipt',
    language: 'zh-CN',
    title: '锦城百货',
    blocks: [
      {
        kind: 'key-values',
        rows: Array.from({ length: lines }, (_, i) => ({ key: `第 ${i} 项`, value: '10' })),
      },
      { kind: 'qrcode', content, caption: '扫码核验' },
    ],
    footer: '谢谢惠顾',
  })
  const [short, long] = [await renderDocumentPdf(receipt(1)), await renderDocumentPdf(receipt(90))]
  expect(infoOf(long)).toMatch(/Pages: +1\n/)
  const height = (pdf: Uint8Array) => Number(/Page size: +226\.\d+ x ([\d.]+)/.exec(infoOf(pdf))?.[1])
  expect(height(long)).toBeGreaterThan(height(short) * 3)
  const [page] = rasterise(short, 203)
  expect(readSymbols(page ?? Buffer.alloc(0))).toEqual([`QR-Code:${content}`])
})
