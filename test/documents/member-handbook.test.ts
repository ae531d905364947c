import { expect, test } from 'vitest'
import { memberHandbook, type MemberHandbook } from '../../card-designs/documents/member-handbook.ts'
import { layoutDesign } from '../../card-designs/engine/layout.ts'
import { renderDocumentPdf } from '../../card-designs/engine/document-pdf.ts'
import { loadFonts } from '../../card-designs/fonts/load-fonts.ts'
import { goldDesign } from '../../card-designs/templates/gold/design.ts'
import { keepOutput, rasterise } from '../designs/support/raster.ts'
import { pagesOf, textOf } from './reading.ts'

const fonts = loadFonts()
const book = (language: MemberHandbook['language'], counters = 3): MemberHandbook => ({
  language,
  programme: '锦城会',
  rules: ['8.8 折。', 'One point for each full 10 yuan.'],
  levels: [
    { name: 'VIP Gold', pays: '88 %', how: 'Yours from the day you join' },
    { name: 'VIP Diamond', pays: '85 %', how: 'By invitation' },
  ],
  example: [{ key: 'Tag price', value: '¥1,000.00' }],
  counters: Array.from({ length: counters }, (_, i) => ({ name: `专柜 ${i}`, rates: ['70.4 %', '68 %'] })),
  outside: ['黄金珠宝'],
  card: layoutDesign(goldDesign, fonts)('front', {
    cardNumber: '9156000000000000',
    qr: 'SPECIMEN',
    securityCode: '000000',
    language,
  }),
  validFrom: '2026-11-01',
})

test.each(['zh-CN', 'en'] as const)(
  'the handbook in %s tells rules, levels, counters, loss and privacy',
  async (language) => {
    const pdf = await renderDocumentPdf(memberHandbook(book(language)), { fonts })
    for (const [i, page] of rasterise(pdf, 60).entries())
      keepOutput(`handbook-${language}-${i + 1}.png`, page)
    expect(pagesOf(pdf)).toBeLessThanOrEqual(4)
    const text = textOf(pdf)
    for (const part of ['VIP Diamond', '85 %', '¥1,000.00', '专柜 2', '黄金珠宝', '2026-11-01'])
      expect(text).toContain(part)
    for (const heading of language === 'en' ? ['If you lose', 'personal data'] : ['卡丢失了', '个人信息'])
      expect(text).toContain(heading)
  },
)

test('a hundred counters go on overleaf, each of them listed', async () => {
  const text = textOf(await renderDocumentPdf(memberHandbook(book('en', 100)), { fonts }))
  expect(new Set(text.match(/专柜 \d+/g)).size).toBe(100)
})
