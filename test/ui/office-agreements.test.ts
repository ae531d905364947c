import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '../../kiosk/office/programme/messages.en.ts'
import { zh } from '../../kiosk/office/programme/messages.zh-CN.ts'
import type { Counter } from '../../server/programmes/schema.ts'
import { done } from '../drives/scene.ts'
import type { Mall } from '../purchases/mall.ts'
import { languages } from '../support/slice.ts'
import { openMallOffice, type MallOffice } from './mall-office.ts'

let office: MallOffice
let mall: Mall
beforeAll(async () => {
  office = await openMallOffice()
  mall = office.mall
  const agree = async (ratePerMille: number, advertising: string, day: string | null) =>
    done(
      await mall.people.administrator.post<Counter>(`/counters/${mall.plain.id}/agreements`, {
        joins: true,
        ratePerMille,
        promotions: [],
        advertising,
        startsAt: day && `${day}T00:00:00+08:00`,
      }),
    )
  mall.server.clock.pass({ minutes: 1 })
  await agree(900, 'A page in the paper', null)
  await agree(750, 'Two windows', '2126-12-01')
}, 240_000)
afterAll(() => office[Symbol.asyncDispose]())

const words = { 'zh-CN': zh, en } as const

test.each(languages)(
  'all that a counter ever agreed to is read on the page, and what is to come, in %s',
  async (language) => {
    const text = words[language]
    const context = await office.signedIn({ client: mall.people.auditor, language })
    const page = await context.newPage()
    await page.goto(`${office.url}/office/programme`)
    const row = page.getByRole('row').filter({ hasText: mall.plain.name })
    await row.getByRole('button', { name: text['agreements.open'] }).click()
    const agreements = page.getByRole('dialog').getByRole('listitem')
    await agreements.nth(2).waitFor()
    const said = await agreements.allInnerTexts()
    expect(said).toHaveLength(3)
    for (const [index, holds, rate, advertising] of [
      [0, 'versions.future', '75%', 'Two windows'],
      [1, 'versions.now', '90%', 'A page in the paper'],
      [2, 'versions.past', text['counters.rate.none'], ''],
    ] as const) {
      expect(said[index]).toContain(text[holds])
      expect(said[index]).toContain(rate)
      expect(said[index]).toContain(advertising)
    }
    const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    await context.close()
  },
)
