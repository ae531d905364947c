import { expect, test } from 'vitest'
import { applicationForms, type ApplicationForm } from '../../card-designs/documents/application-form.ts'
import { renderDocumentsPdf } from '../../card-designs/engine/document-pdf.ts'
import { loadFonts } from '../../card-designs/fonts/load-fonts.ts'
import { rasterise, readSymbols } from '../designs/support/raster.ts'
import { pagesOf, textOf } from './reading.ts'

const fonts = loadFonts()
const NUMBERS = ['019A8F2E-7C11-7D0A-9B42-3F0C2A9E61D4', '019A8F2E-7C11-7D0A-9B42-3F0C2A9E61D5'] as const
const form: ApplicationForm = {
  language: 'zh-CN',
  programme: '锦城会',
  drive: '十一月三天免费入会',
  sources: [
    { zh: '电台', en: 'Radio' },
    { zh: '朋友介绍', en: 'Friend' },
  ],
  gifts: [{ zh: '雨伞', en: 'Umbrella' }],
  consent: { version: '2026-1', zh: '我同意保存我的信息。', en: 'I agree that my data are kept.' },
}
const print = (what: ApplicationForm, numbers: readonly string[] = NUMBERS.slice(0, 1)) =>
  renderDocumentsPdf({ title: what.drive, language: what.language }, applicationForms(what, numbers, fonts), {
    fonts,
  })

test('a form is one page that asks in both languages and names the consent that is signed', async () => {
  const pdf = await print(form)
  expect(pagesOf(pdf)).toBe(1)
  const text = textOf(pdf)
  for (const part of [
    '姓名 Name',
    '手机号 Mobile phone',
    '生日',
    'Birthday',
    '电台 Radio',
    '雨伞 Umbrella',
    '我同意保存我的信息。',
    'I agree that my data are kept.',
    '2026-1',
    '本人签名 Signature',
    '卡号 Card number',
  ])
    expect(text.replace(/ +/g, ' ')).toContain(part)
})

test('each form has a number of its own, which its code says too', async () => {
  const pages = rasterise(await print(form, NUMBERS), 150)
  expect(pages.map((page) => readSymbols(page))).toEqual(NUMBERS.map((number) => [`QR-Code:${number}`]))
})

const consent = (sentences: number): ApplicationForm => ({
  ...form,
  consent: {
    version: '2026-1',
    zh: '我同意保存我的信息，用于会员服务。'.repeat(sentences),
    en: 'I agree that my data are kept to run my membership. '.repeat(sentences),
  },
})

test('a long consent text makes the type smaller, a longer one stands overleaf', async () => {
  expect(pagesOf(await print(consent(20)))).toBe(1)
  const two = await print(consent(75), NUMBERS)
  expect(pagesOf(two)).toBe(4)
  const [front = '', back = ''] = textOf(two).split('\f')
  expect(front).toContain('overleaf')
  expect(back.match(/run\s+my\s+membership/g)).toHaveLength(75)
})

test('the longest names of thirty sources and twenty gifts leave the form on its page', () => {
  const name = { zh: '渠'.repeat(60), en: 'W'.repeat(60) }
  const worst = {
    ...form,
    sources: Array.from({ length: 30 }, () => name),
    gifts: Array.from({ length: 20 }, () => name),
  }
  const [front, back] = applicationForms(worst, NUMBERS.slice(0, 1), fonts)
  expect(front?.isOnePage).toBe(true)
  expect(back?.isOnePage).toBe(true)
})
