import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { until } from '../support/stations.ts'
import { openStudio, type Studio } from './design-editor-scene.ts'

const picture = fileURLToPath(new URL('../output/pages/editor.png', import.meta.url))

let studio: Studio
beforeAll(async () => {
  studio = await openStudio()
}, 120_000)
afterAll(() => studio[Symbol.asyncDispose]())

async function isFreeOfBarriers(page: Page) {
  const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
}

test('a template is opened, a text added, bound, moved by keys, undone and aligned, a picture imported; all is there after a reload', async () => {
  await using opened = await studio.open('en')
  const { page } = opened
  const card = page.getByRole('application')
  const field = (name: string) => page.getByRole('textbox', { name, exact: true })

  await page.getByRole('button', { name: 'Text', exact: true }).click()
  await expect.poll(() => field('Left mm').inputValue()).toBe('27.8')
  await page.getByRole('button', { name: /Bound to/ }).click()
  await page.getByRole('option', { name: 'Valid through' }).click()
  await page.locator('[data-element="text"] path[fill]').first().waitFor()

  await card.focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => field('Left mm').inputValue()).toBe('28.9')
  await page.keyboard.press('Control+z')
  await expect.poll(() => field('Left mm').inputValue()).toBe('27.8')
  await page.getByRole('button', { name: 'Centre', exact: true }).click()
  await expect.poll(() => field('Left mm').inputValue()).toBe('27.8')
  await page.getByRole('button', { name: 'Right', exact: true }).click()
  await expect.poll(() => field('Left mm').inputValue()).toBe('55.6')
  await page.getByText(/^Aligned “.*Left 55\.60/).waitFor()
  await page.screenshot({ path: picture, animations: 'disabled' })

  const png = readFileSync(new URL('../golden/gold-front.png', import.meta.url))
  await page.locator('input[type=file]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: png })
  await page.locator('[data-element="picture"] image').waitFor()
  await isFreeOfBarriers(page)

  await page.getByText('Saved', { exact: true }).waitFor()
  await until('the picture is saved', async () =>
    (await studio.newest()).document.front.elements.some(({ id }) => id === 'picture'),
  )
  const { document } = await studio.newest()
  expect(document.front.elements.find(({ id }) => id === 'text')).toMatchObject({
    text: '{{validThrough}}',
    xUm: 55_600,
  })
  expect(document.front.elements.length).toBe(cardTemplates.gold.front.elements.length + 2)
  expect(document.assets).toEqual({})

  await page.reload()
  await page.locator('[data-element="picture"] image').waitFor()
  await page.locator('[data-element="text"] path[fill]').first().waitFor()
  await page.getByRole('button', { name: '简体中文' }).click()
  await page.getByRole('heading', { name: '检查' }).waitFor()
  await isFreeOfBarriers(page)
})
