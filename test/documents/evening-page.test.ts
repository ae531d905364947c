import { expect, test } from 'vitest'
import { eveningPage, type EveningPage } from '../../card-designs/documents/evening-page.ts'
import { renderDocumentPdf } from '../../card-designs/engine/document-pdf.ts'
import { layoutDocument } from '../../card-designs/engine/layout-document.ts'
import { loadFonts } from '../../card-designs/fonts/load-fonts.ts'
import { textOf } from './reading.ts'

const fonts = loadFonts()
const names = (title: string, count: number, name: string) => ({
  title,
  count: 'People',
  total: 'Total',
  rows: Array.from({ length: count }, (_, i) => ({ name: `${name}${i}`, count: count - i })),
  others: (more: number) => `${more} others`,
})
const evening = ({ people = 2, items = 3, name = 'Li', reason = 'torn' } = {}): EveningPage => ({
  language: 'en',
  title: 'Booth report of the day',
  subtitle: 'Three free days',
  enrolments: {
    heading: 'Enrolments',
    figures: [{ key: 'New members', value: '12' }],
    hours: [10, 11, 12].map((hour, i) => ({ name: `${hour}:00`, value: [5, 0, 7][i] ?? 0 })),
    sources: names('Source', people, name),
    people: names('Promoters', people, name),
  },
  stock: {
    heading: 'Cards and gifts',
    columns: ['Item', 'Counted', 'Variance', 'Reason'].map((title) => ({ title, weight: 1 })),
    rows: Array.from({ length: items }, (_, i) => [
      `Gift ${i}`,
      '8',
      i % 2 ? '0' : '-1',
      i % 2 ? '' : reason,
    ]),
    leftOut: (more) => `${more} more`,
    isEven: (row) => row[2] === '0',
  },
  signatures: ['Counted by Li Na', 'Signed by Wang Wei'],
})

test('an ordinary evening is told in full, with its hours as bars over a table', async () => {
  const document = eveningPage(evening(), fonts)
  const text = textOf(await renderDocumentPdf(document, { fonts }))
  expect(text).toMatch(/10:00\s+11:00\s+12:00\s+5\s+0\s+7/)
  expect(text).not.toContain('others')
  const [page] = layoutDocument(document, fonts)
  const bars = page?.items.filter((item) => item.kind === 'path' && item.fill === '#8A6A2F')
  expect(bars).toHaveLength(3)
})

test('the worst evening stands on one page: small rows summed up, uneven items kept, reasons cut', async () => {
  const document = eveningPage(
    evening({
      people: 200,
      items: 31,
      name: '阿卜杜热依木·买买提明',
      reason: '在搬运途中被雨淋湿而损坏'.repeat(20),
    }),
    fonts,
  )
  expect(layoutDocument(document, fonts)).toHaveLength(1)
  const text = textOf(await renderDocumentPdf(document, { fonts }))
  expect(text).toMatch(/19\d others/)
  expect(text).toContain('20100') // the total counts everybody
  expect(text).toMatch(/Gift 10\s+8\s+-1/)
})
