import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en as programmeEn } from '../../kiosk/office/programme/messages.en.ts'
import { zh as programmeZh } from '../../kiosk/office/programme/messages.zh-CN.ts'
import { en as rulesEn } from '../../kiosk/office/programme/rules/messages.en.ts'
import { zh as rulesZh } from '../../kiosk/office/programme/rules/messages.zh-CN.ts'
import { versionAt } from '../../server/programmes/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { DraftAnswer } from '../../server/programmes/schema.ts'
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
  'zh-CN': { programme: programmeZh, rules: rulesZh },
  en: { programme: programmeEn, rules: rulesEn },
} as const

test.each(languages)(
  'levels of each preset are put into the form and hold once a second person approves, in %s',
  async (language) => {
    const { programme: text, rules } = words[language]
    const { administrator, 'programme-manager': second } = mall.people
    const { db, clock } = mall.server
    const path = `/programmes/${mall.programme.id}/draft`
    const context = await office.signedIn({ client: administrator, language })
    const page = await context.newPage()
    for (const preset of ['spend-levels', 'merit-levels', 'mall-two-level'] as const) {
      await page.goto(`${office.url}/office/programme/rules`)
      await page.getByRole('radio', { name: text[`preset.${preset}`] }).check({ force: true })
      await page.getByRole('button', { name: rules['preset.take'] }).click()
      await page.getByText(rules['preset.taken']).waitFor()
      expect((await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()).violations).toEqual(
        [],
      )
      await page.getByRole('button', { name: rules.save }).click()
      await page.getByText(rules.saved, { exact: true }).waitFor()
      const { draft } = done(await administrator.get<DraftAnswer>(path))
      const seen = { number: draft?.number, revision: draft?.revision }
      done(await administrator.post(`${path}/submit`, { ...seen, note: preset }))
      clock.pass({ minutes: 1 })
      done(await second.post(`${path}/approve`, seen))
      const { levels, review, joinFromFen } = presets[preset]
      const inForce = await versionAt(db, mall.programme.id, clock.now())
      expect(inForce?.rules).toMatchObject({ preset, levels, review, joinFromFen })
    }
    await context.close()
  },
)
