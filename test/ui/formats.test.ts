import { afterAll, beforeAll, expect, test, vi } from 'vitest'

beforeAll(() => {
  vi.stubGlobal('navigator', { language: 'en' })
  vi.stubGlobal('document', { documentElement: {} })
  vi.useFakeTimers({ now: new Date('2027-03-05T10:00:00+08:00'), toFake: ['Date'] })
})
afterAll(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a moment of another year says its year, in the shop’s zone', async () => {
  const { formatsFor } = await import('../../kiosk/i18n/format.ts')
  const [zh, en] = [formatsFor('zh-CN'), formatsFor('en')]
  expect(zh.dateTime('2026-12-31T15:59:00Z')).toBe('2026年12月31日 23:59')
  expect(en.dateTime('2026-12-31T15:59:00Z')).toBe('Dec 31, 2026, 23:59')
  expect(zh.dateTime('2026-12-31T16:00:00Z')).toBe('1月1日 00:00')
  expect(en.dateTime('2027-03-05T02:00:00Z')).toBe('Mar 5, 10:00')
})
