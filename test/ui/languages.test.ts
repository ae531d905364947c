import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

interface Texts {
  part: string
  zh: Readonly<Record<string, string>>
  en: Readonly<Record<string, string>>
}

const kiosk = new URL('../../kiosk/', import.meta.url)

/** Every folder of the pages that has texts, with both languages read as the browser gets them. */
async function allTexts(): Promise<Texts[]> {
  const parts = readdirSync(kiosk, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('messages.zh-CN.ts'))
    .map((path) => path.replace('messages.zh-CN.ts', ''))
  return Promise.all(
    parts.map(async (part) => {
      const source = (await import(new URL(`${part}messages.zh-CN.ts`, kiosk).href)) as Pick<Texts, 'zh'>
      const other = (await import(new URL(`${part}messages.en.ts`, kiosk).href)) as Pick<Texts, 'en'>
      return { part, zh: source.zh, en: other.en }
    }),
  )
}

const texts = await allTexts()
const namesIn = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').toSorted((a, b) => a.localeCompare(b))

test('the texts of every page are found', () => {
  expect(texts.map(({ part }) => part)).toEqual(
    expect.arrayContaining(['start/', 'office/', 'booth/', 'member/', 'tap/', 'laptop/', 'sign-in/', 'ui/']),
  )
})

describe.each(texts)('$part', ({ zh, en }) => {
  test('has every text in both languages, and English has the singular of each plural', () => {
    const plurals = Object.keys(zh).filter((key) => key.endsWith('_other'))
    const singulars = plurals.map((key) => key.replace(/_other$/, '_one'))
    expect(Object.keys(en).toSorted()).toEqual([...Object.keys(zh), ...singulars].toSorted())
  })

  test('says something in each, in the right language', () => {
    const han = /\p{Script=Han}/u
    for (const [key, text] of Object.entries(zh)) {
      expect(text.trim(), key).not.toBe('')
      if (/[a-z]{2}/i.test(text) && !namesIn(text).length) expect(isChineseOrName(key, text), key).toBe(true)
    }
    for (const [key, text] of Object.entries(en)) {
      expect(text.trim(), key).not.toBe('')
      if (key !== 'language.other') expect(han.test(text), `${key}: ${text}`).toBe(false)
    }
  })

  test('fills the same names in', () => {
    for (const [key, text] of Object.entries(en)) {
      const source = zh[key] ?? zh[key.replace(/_one$/, '_other')] ?? ''
      expect(namesIn(text), key).toEqual(namesIn(source))
    }
  })
})

const isChineseOrName = (key: string, text: string) =>
  key === 'language.other' || /\p{Script=Han}/u.test(text)
