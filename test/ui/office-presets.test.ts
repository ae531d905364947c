import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en as programmeEn } from '../../kiosk/office/programme/messages.en.ts'
import { zh as programmeZh } from '../../kiosk/office/programme/messages.zh-CN.ts'
import { en as rulesEn } from '../../kiosk/office/programme/rules/messages.en.ts'
import { zh as rulesZh } from '../../kiosk/office/programme/rules/messages.zh-CN.ts'
import { versionAt } from '../../server/programmes/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { DraftAnswer } from '../../server/programmes/schema.ts'
import { done } from '../drives/scene.ts'
import { openMall, type Mall } from '../purchases/mall.ts'
import { buildPage, openBrowser, signedIn, type Pages } from '../support/pages.ts'
import { languages } from '../support/slice.ts'
import { listen } from '../support/stations.ts'

let pages: Pages
let browser: Browser
let mall: Mall
let url: string
beforeAll(async () => {
  pages = buildPage('office')
  browser = await openBrowser()
  mall = await openMall()
  url = await listen(mall.server)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await mall[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
})

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
    const context = await signedIn(browser, { pages, url, client: administrator, language })
    const page = await context.newPage()
    for (const preset of ['spend-levels', 'merit-levels', 'mall-two-level'] as const) {
      await page.goto(`${url}/office/programme/rules`)
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
