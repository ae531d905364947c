import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en as levelsEn } from '../../kiosk/office/levels/messages.en.ts'
import { zh as levelsZh } from '../../kiosk/office/levels/messages.zh-CN.ts'
import { en as todayEn } from '../../kiosk/office/today/messages.en.ts'
import { zh as todayZh } from '../../kiosk/office/today/messages.zh-CN.ts'
import { done } from '../drives/scene.ts'
import type { Mall } from '../purchases/mall.ts'
import { languages } from '../support/slice.ts'
import { openMallOffice, type MallOffice } from './mall-office.ts'

let office: MallOffice
let mall: Mall
beforeAll(async () => {
  office = await openMallOffice()
  mall = office.mall
}, 240_000)
afterAll(() => office[Symbol.asyncDispose]())

const words = {
  'zh-CN': { levels: levelsZh, today: todayZh },
  en: { levels: levelsEn, today: todayEn },
} as const

test.each(languages)(
  'a level that waits is found from the first page and given by a second person, in %s',
  async (language) => {
    const { levels: text, today } = words[language]
    const { 'programme-manager': manager, administrator } = mall.people
    const reason = `Guest of the house ${language}`
    for (let asked = 'approved'; asked === 'approved';) {
      const { memberId } = await mall.card('gold')
      const body = { level: 'diamond', reason }
      asked = done(await manager.post<{ state: string }>(`/members/${memberId}/level`, body)).state
    }
    const context = await office.signedIn({ client: administrator, language })
    const page = await context.newPage()
    await page.goto(`${office.url}/office/`)
    const one =
      'decisions.levels_one' in today ? today['decisions.levels_one'] : today['decisions.levels_other']
    await page.getByRole('link', { name: one.replace('{{count}}', '1') }).click()
    const row = page.getByRole('row').filter({ hasText: reason })
    await row.getByRole('link', { name: text['waiting.member'] }).waitFor()
    const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    await row.getByRole('button', { name: text['waiting.approve'], exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: text['give.submit'] }).click()
    await row.waitFor({ state: 'detached' })
    const { gifts } = done(await manager.get<{ gifts: unknown[] }>('/level-gifts'))
    expect(gifts).toEqual([])
    await context.close()
  },
)
